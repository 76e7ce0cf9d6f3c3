package io.github.yolox4j.verify.export;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.check.Comparison;
import io.github.yolox4j.verify.runtime.Declared;
import io.github.yolox4j.verify.runtime.OnnxSession;
import io.github.yolox4j.verify.runtime.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Runs an exported detector in ONNX Runtime and the SameDiff graph it comes from on the same images, and
 * compares every number of the outputs; of a file that selects detections, every detection. What SameDiff
 * computed is kept, so that several files are compared on the same images at the price of one.
 *
 * <p>Both compute in single precision, so their numbers differ by rounding. A raw number may be off by 1e-4 of
 * the largest of the output; a decoded box by what such a difference makes of it, as {@code BoxTolerance}
 * derives; a score by 1e-4 of the largest. Of a file that selects, each detection must be at an anchor within
 * these bounds, and none may be missing ({@code SelectionCheck}).
 */
public final class OnnxParity {

    /** How far an output number may be off that is no decoded box, by the largest number of its output. */
    public static final Closeness TOLERANCE = Closeness.ofTensor(BoxTolerance.SHARE);

    /** Batch sizes that a file of any batch size is tried with. */
    private static final List<Integer> BATCHES = List.of(1, 4);

    private final int classes;
    private final SameDiffOutputs samediff;
    private final SessionSettings settings;

    /**
     * For files of one network.
     *
     * @param weights that were exported
     * @param settings of the runs in ONNX Runtime
     */
    public OnnxParity(YoloxConfig config, Weights weights, SessionSettings settings) {
        this.settings = settings;
        this.classes = config.classes();
        this.samediff = new SameDiffOutputs(config, weights);
    }

    /**
     * What was found at one batch size and input size.
     *
     * @param batch images per run
     * @param images compared in all
     * @param checks of all runs
     * @param seconds that both took
     */
    public record Result(int batch, AnchorGrid grid, int images, List<Check> checks, double seconds) {

        public Result {
            checks = List.copyOf(checks);
        }

        public boolean passed() {
            return checks.stream().allMatch(Check::passed);
        }

        /** The comparison that comes closest to its tolerance, or exceeds it most, if numbers were compared. */
        public Optional<Comparison> worst() {
            return checks.stream()
                    .filter(Comparison.class::isInstance)
                    .map(Comparison.class::cast)
                    .max(Comparator.comparingDouble(Comparison::shareOfTolerance));
        }

        CaseResult asCase(String kind) {
            return CaseResult.of("outputs at batch " + batch + ", " + size(), kind, checks, seconds)
                    .withData(images == 1 ? "1 image" : images + " images");
        }

        private String size() {
            return grid.height() + " x " + grid.width();
        }

        /** The verdict in one line. */
        public String line() {
            String run = "batch " + batch + ", " + images + " images, " + size() + ": ";
            Optional<Check> failed = checks.stream().filter(c -> !c.passed()).findFirst();
            if (failed.isPresent() && !(failed.get() instanceof Comparison)) {
                return run + failed.get().subject() + ": " + failed.get().finding();
            }
            return run
                    + worst().map(w -> w.measure() + "; " + w.finding())
                            .orElseGet(() -> checks.get(0).subject() + ": "
                                    + checks.get(0).finding());
        }
    }

    /**
     * Compares at batch 1 and 4, or at the one batch size that the file allows; a file for any input size also
     * at another size.
     *
     * @param file with the metadata of the exporter, or without, as the official ones: then its output is raw
     * @param images of any size
     * @throws IllegalArgumentException if there is no image
     * @throws IOException if the file cannot be used, or is not of this network; the message names it
     */
    public List<Result> compare(Path file, List<BgrImage> images) throws IOException {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("no images to compare on");
        }
        try (OnnxSession session = OnnxSession.open(file, settings)) {
            ModelMetadata metadata = metadata(session);
            AnchorGrid grid = new AnchorGrid(metadata.height(), metadata.width());
            Declared input = session.inputs().values().iterator().next();
            List<Integer> batches = batches(input);
            List<Result> results = new ArrayList<>();
            for (int batch : batches) {
                results.add(compare(session, metadata, grid, batch, images));
            }
            if (!metadata.preprocessing().inFile() && !input.isFixed(2)) {
                AnchorGrid other = new AnchorGrid(grid.height() + 32, grid.width() + 64);
                results.add(compare(session, metadata, other, batches.get(0), images));
            }
            return results;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** The batch sizes to try: the one that a file has chosen, or else the usual ones. */
    static List<Integer> batches(Declared input) {
        return !input.shape().isEmpty() && input.isFixed(0)
                ? List.of(Math.toIntExact(input.shape().get(0)))
                : BATCHES;
    }

    private ModelMetadata metadata(OnnxSession session) {
        if (session.metadata().containsKey("decode")) {
            return ModelMetadata.of(session.metadata());
        }
        List<Long> shape = session.inputs().values().iterator().next().shape();
        if (shape.size() != 4 || shape.get(2) < 1 || shape.get(3) < 1) {
            throw new IllegalArgumentException(
                    "without metadata, an input [batch, 3, height, width] of fixed size is expected, found " + shape);
        }
        List<String> names =
                IntStream.range(0, classes).mapToObj(id -> "class_" + id).toList();
        return ModelMetadata.ofDetector(
                names, Math.toIntExact(shape.get(2)), Math.toIntExact(shape.get(3)), ModelMetadata.Form.RAW, "unknown");
    }

    private Result compare(
            OnnxSession session, ModelMetadata metadata, AnchorGrid grid, int batch, List<BgrImage> images) {
        long start = System.nanoTime();
        Feed feed = new Feed(metadata.preprocessing(), grid);
        List<SameDiffOutputs.Output> expected = samediff.of(feed, images);
        List<Check> checks = new ArrayList<>();
        for (List<Integer> run : runs(images.size(), batch, feed.preprocessing().inFile())) {
            List<BgrImage> fed = run.stream().map(images::get).toList();
            List<Tensor> actual = run(session, feed.input(fed));
            checks.addAll(
                    checks(metadata, actual, run.stream().map(expected::get).toList(), grid, feed.scale(fed.get(0))));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Result(batch, grid, images.size(), checks, seconds);
    }

    private static List<Tensor> run(OnnxSession session, Tensor input) {
        String name = session.inputs().keySet().iterator().next();
        return List.copyOf(session.run(Map.of(name, input)).values());
    }

    /** Compares the outputs of one run, with so many network pixels per pixel of the boxes of its images. */
    private static List<Check> checks(
            ModelMetadata metadata,
            List<Tensor> actual,
            List<SameDiffOutputs.Output> expected,
            AnchorGrid grid,
            double scale) {
        return switch (metadata.form()) {
            case RAW -> List.of(Check.compare(
                    "output",
                    Tensors.numbers(actual.get(0)),
                    stacked(expected.stream().map(SameDiffOutputs.Output::raw).toList()),
                    TOLERANCE));
            case DECODED -> DecodedOutput.of(
                            stacked(expected.stream()
                                    .map(SameDiffOutputs.Output::decoded)
                                    .toList()),
                            grid,
                            scale)
                    .compare(Tensors.numbers(actual.get(0)));
            case NMS, DETECTIONS -> selected(
                    metadata,
                    FoundDetections.of(metadata.form(), actual, expected.size()),
                    expected.stream()
                            .map(output -> DecodedOutput.of(output.decoded(), grid, scale))
                            .toList());
        };
    }

    private static List<Check> selected(
            ModelMetadata metadata, List<List<Detection>> found, List<DecodedOutput> expected) {
        SelectionCheck check = new SelectionCheck(metadata.selection().orElseThrow());
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            checks.add(check.of("detections of image " + i, found.get(i), expected.get(i)));
        }
        return checks;
    }

    /** Outputs {@code [1, anchors, n]} of single images as one of a batch. */
    private static Numbers stacked(List<Numbers> outputs) {
        long[] shape = outputs.get(0).shape();
        int length = outputs.get(0).size();
        double[] all = new double[outputs.size() * length];
        for (int i = 0; i < outputs.size(); i++) {
            System.arraycopy(outputs.get(i).doubles(), 0, all, i * length, length);
        }
        return Numbers.of(all, outputs.size(), shape[1], shape[2]);
    }

    /**
     * Which images go together: successive ones; where they end they begin again. Images that must be of one
     * size are repeated instead.
     */
    static List<List<Integer>> runs(int images, int batch, boolean oneSize) {
        List<List<Integer>> runs = new ArrayList<>();
        for (int first = 0; first < images; first += oneSize ? 1 : batch) {
            int from = first;
            runs.add(IntStream.range(0, batch)
                    .mapToObj(i -> oneSize ? from : (from + i) % images)
                    .toList());
        }
        return runs;
    }
}

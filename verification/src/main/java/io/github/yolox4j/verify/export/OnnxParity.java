package io.github.yolox4j.verify.export;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.RowLayout;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.verify.CaseResult;
import io.github.yolox4j.verify.Check;
import io.github.yolox4j.verify.Comparison;
import io.github.yolox4j.verify.Numbers;
import io.github.yolox4j.verify.runtime.FloatTensor;
import io.github.yolox4j.verify.runtime.OnnxSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Runs an exported detector in ONNX Runtime and the SameDiff graph it comes from on the same images, and compares every number
 * of the outputs; of a file that selects detections, every detection. What SameDiff computed is kept, so that several files are
 * compared on the same images at the price of one.
 *
 * <p>SameDiff computes in single precision, as the file does. Two such results may each be right within the tolerance and yet lie
 * further apart than that; so where they do, SameDiff computes again in double precision, and that verdict counts.
 */
public final class OnnxParity {

    /** How far an output number may be off, by the largest number of its output. */
    public static final Closeness TOLERANCE = Closeness.ofTensor(1e-4);

    /** How far a decoded box may be off, in pixels. */
    static final double PIXELS = 0.01;

    /** No image is that large: box numbers beyond it, up to infinity, count as this. */
    static final double FAR = 10_000;

    /**
     * Up to here, raw box numbers are those of a network that has learnt something. Float's error grows with the numbers, and the
     * exponential passes it on; so with larger ones boxes may be off by as much more.
     */
    private static final double LARGE = 16;

    /** Batch sizes that a file of any batch size is tried with. */
    static final List<Integer> BATCHES = List.of(1, 4);

    private final int classes;
    private final YoloxConfig config;
    private final Weights weights;
    private final SameDiffOutputs samediff;
    private final SessionSettings settings;
    private SameDiffOutputs samediffInDouble;

    /**
     * For files of one network, run on the CPU.
     *
     * @param weights that were exported
     */
    public OnnxParity(YoloxConfig config, Weights weights) {
        this(config, weights, SessionSettings.DEFAULT);
    }

    /**
     * For files of one network.
     *
     * @param weights that were exported
     * @param settings of the runs in ONNX Runtime
     */
    public OnnxParity(YoloxConfig config, Weights weights, SessionSettings settings) {
        this.settings = settings;
        this.classes = config.classes();
        this.config = config;
        this.weights = weights;
        this.samediff = new SameDiffOutputs(config, weights);
    }

    /**
     * What was found at one batch size and input size.
     *
     * @param batch images per run
     * @param images compared in all
     * @param reference the precision that SameDiff computed in
     * @param checks of all runs
     * @param seconds that both took
     */
    public record Result(
            int batch, AnchorGrid grid, int images, DataType reference, List<Check> checks, double seconds) {

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
                    .max(Comparator.comparingDouble(
                            c -> c.largestRelative() / c.tolerance().factor()));
        }

        /** The same as a case of a report. */
        CaseResult asCase(String kind) {
            return CaseResult.of("outputs at batch " + batch + ", " + size(), kind, checks, seconds)
                    .withData(images == 1 ? "1 image" : images + " images")
                    .withNote(reference == DataType.DOUBLE ? "SameDiff in double precision" : "");
        }

        private String size() {
            return grid.height() + " x " + grid.width();
        }

        /** The verdict in one line. */
        public String line() {
            String run = "batch " + batch + ", " + images + " images, " + size()
                    + (reference == DataType.DOUBLE ? ", SameDiff in double precision: " : ": ");
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
     * Compares at batch 1 and 4, or at the one batch size that the file allows; a file for any input size also at another size.
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
            long[] shape = session.inputs().values().iterator().next();
            List<Integer> batches = shape[0] > 0 ? List.of((int) shape[0]) : BATCHES;
            List<Result> results = new ArrayList<>();
            for (int batch : batches) {
                results.add(compare(session, metadata, grid, batch, images));
            }
            if (!metadata.preprocessing().inFile() && shape[2] < 0) {
                AnchorGrid other = new AnchorGrid(grid.height() + 32, grid.width() + 64);
                results.add(compare(session, metadata, other, batches.get(0), images));
            }
            return results;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private ModelMetadata metadata(OnnxSession session) {
        if (session.metadata().containsKey("decode")) {
            return ModelMetadata.of(session.metadata());
        }
        long[] shape = session.inputs().values().iterator().next();
        if (shape.length != 4 || shape[2] < 1 || shape[3] < 1) {
            throw new IllegalArgumentException(
                    "without metadata, an input [batch, 3, height, width] of fixed size is expected, found "
                            + Arrays.toString(shape));
        }
        List<String> names =
                IntStream.range(0, classes).mapToObj(id -> "class_" + id).toList();
        return ModelMetadata.ofDetector(
                names, Math.toIntExact(shape[2]), Math.toIntExact(shape[3]), ModelMetadata.Decode.RAW, "unknown");
    }

    private Result compare(
            OnnxSession session, ModelMetadata metadata, AnchorGrid grid, int batch, List<BgrImage> images) {
        Result quick = compare(session, metadata, grid, batch, images, samediff);
        return quick.passed() ? quick : compare(session, metadata, grid, batch, images, inDouble());
    }

    private SameDiffOutputs inDouble() {
        if (samediffInDouble == null) {
            samediffInDouble = new SameDiffOutputs(config, weights.copy(DataType.DOUBLE));
        }
        return samediffInDouble;
    }

    private Result compare(
            OnnxSession session,
            ModelMetadata metadata,
            AnchorGrid grid,
            int batch,
            List<BgrImage> images,
            SameDiffOutputs reference) {
        long start = System.nanoTime();
        Feed feed = new Feed(metadata.preprocessing(), grid);
        List<SameDiffOutputs.Output> expected = reference.of(feed, images);
        List<Check> checks = new ArrayList<>();
        for (List<Integer> run :
                runs(images.size(), batch, metadata.preprocessing().inFile())) {
            List<BgrImage> fed = run.stream().map(images::get).toList();
            List<FloatTensor> actual = List.copyOf(run(session, feed.input(fed)).values());
            checks.addAll(
                    checks(metadata, actual, run.stream().map(expected::get).toList(), fed, feed));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Result(batch, grid, images.size(), reference.type(), checks, seconds);
    }

    private static Map<String, FloatTensor> run(OnnxSession session, FloatTensor input) {
        return session.run(Map.of(session.inputs().keySet().iterator().next(), input));
    }

    private List<Check> checks(
            ModelMetadata metadata,
            List<FloatTensor> actual,
            List<SameDiffOutputs.Output> expected,
            List<BgrImage> run,
            Feed feed) {
        List<Numbers> decoded =
                expected.stream().map(SameDiffOutputs.Output::decoded).toList();
        return switch (metadata.decode()) {
            case RAW -> List.of(Check.compare(
                    "output",
                    actual.get(0).numbers(),
                    stacked(expected.stream().map(SameDiffOutputs.Output::raw).toList()),
                    TOLERANCE));
            case DECODED -> decoded(actual.get(0).numbers(), stacked(decoded), feed.scale(run.get(0)), slack(expected));
            case NMS -> selected(metadata, FoundDetections.ofRows(actual.get(0), run.size()), expected, run, feed);
            case DETECTIONS -> selected(metadata, FoundDetections.perImage(actual, run.size()), expected, run, feed);
        };
    }

    /**
     * Boxes in pixels, and the rest.
     *
     * @param scale network pixels per pixel of the actual boxes
     * @param slack how much more than {@link #PIXELS} boxes may be off
     */
    static List<Check> decoded(Numbers actual, Numbers expected, double scale, double slack) {
        if (!actual.hasShapeOf(expected)) {
            return List.of(Check.compare("output", actual, expected, TOLERANCE));
        }
        int row = Math.toIntExact(expected.shape()[expected.shape().length - 1]);
        return List.of(
                Check.compare(
                        "boxes",
                        columns(actual, row, 0, RowLayout.BOX, 1),
                        columns(expected, row, 0, RowLayout.BOX, scale),
                        Closeness.ofNumbers(PIXELS * slack / SelectionCheck.LONG)
                                .atLeast(SelectionCheck.LONG)),
                Check.compare(
                        "scores",
                        columns(actual, row, RowLayout.BOX, row, 1),
                        columns(expected, row, RowLayout.BOX, row, 1),
                        TOLERANCE));
    }

    private static Numbers columns(Numbers all, int row, int from, int to, double divisor) {
        int rows = all.size() / row;
        double[] part = new double[rows * (to - from)];
        for (int i = 0; i < rows; i++) {
            for (int c = from; c < to; c++) {
                part[i * (to - from) + c - from] = Math.max(-FAR, Math.min(FAR, all.at(i * row + c) / divisor));
            }
        }
        return Numbers.of(part, rows, to - from);
    }

    private List<Check> selected(
            ModelMetadata metadata,
            List<List<Detection>> found,
            List<SameDiffOutputs.Output> expected,
            List<BgrImage> run,
            Feed feed) {
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < run.size(); i++) {
            checks.add(new SelectionCheck(
                            metadata.selection().orElseThrow(),
                            feed.scale(run.get(i)),
                            PIXELS * slack(List.of(expected.get(i))))
                    .of(
                            "detections of image " + i,
                            found.get(i),
                            doubles(expected.get(i).decoded()),
                            classes));
        }
        return checks;
    }

    /** How much more than {@link #PIXELS} boxes may be off. */
    private double slack(List<SameDiffOutputs.Output> outputs) {
        int row = new RowLayout(classes).width();
        double largest = LARGE;
        for (SameDiffOutputs.Output output : outputs) {
            for (int i = 0; i < output.raw().size(); i++) {
                largest = i % row < RowLayout.BOX
                        ? Math.max(largest, Math.abs(output.raw().at(i)))
                        : largest;
            }
        }
        return largest / LARGE;
    }

    /** Outputs {@code [1, anchors, n]} of single images as one of a batch. */
    private static Numbers stacked(List<Numbers> outputs) {
        long[] shape = outputs.get(0).shape();
        int length = outputs.get(0).size();
        double[] all = new double[outputs.size() * length];
        for (int i = 0; i < outputs.size(); i++) {
            System.arraycopy(doubles(outputs.get(i)), 0, all, i * length, length);
        }
        return Numbers.of(all, outputs.size(), shape[1], shape[2]);
    }

    private static double[] doubles(Numbers numbers) {
        return IntStream.range(0, numbers.size()).mapToDouble(numbers::at).toArray();
    }

    /**
     * Which images go together: successive ones; where they end they begin again. Images that must be of one size are repeated
     * instead.
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

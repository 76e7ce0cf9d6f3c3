package io.github.yolox4j.verify.export;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.detection.metadata.ProjectVersion;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.export.WeightsDigest;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.BatchNormEstimation;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.file.ModelDifferences;
import io.github.yolox4j.onnx.file.OnnxHeader;
import io.github.yolox4j.onnx.file.OnnxInside;
import io.github.yolox4j.onnx.file.OnnxInside.Made;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.OnnxChecker;
import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.check.Condition;
import io.github.yolox4j.verify.Report;
import io.github.yolox4j.verify.layers.LayerWalk;
import io.github.yolox4j.verify.layers.SameDiffValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether files still are what their network exports. A file is looked at from three sides: its content, node
 * by node and number by number, against a fresh export with the same options; the official checker; and its
 * outputs against SameDiff's.
 */
public final class ExportReview {

    private static final String KIND = "onnx";
    private static final int LONG = 200;

    private static final int SHOWN = 5;
    private static final String FULL_PRECISION = "fp32";

    private final DetectorExporter exporter;
    private final ModelMetadata facts;
    private final boolean folded;
    private final OnnxParity parity;
    private final SessionSettings settings;

    /**
     * For files of one network.
     *
     * @param grid of the input
     * @param facts that a fresh export would carry
     * @param settings of the runs in ONNX Runtime
     */
    public ExportReview(
            YoloxConfig config, Weights weights, AnchorGrid grid, ModelMetadata facts, SessionSettings settings) {
        this.exporter = new DetectorExporter(config, weights, grid);
        this.facts = facts.withOrigin(facts.origin().training(), WeightsDigest.of(weights));
        this.folded = BatchNormEstimation.isFolded(weights);
        this.parity = new OnnxParity(config, weights, settings);
        this.settings = settings;
    }

    /**
     * Looks at a file.
     *
     * @param images to compare outputs on
     * @return what was looked at, and what was left out and why
     * @throws IOException if there is no such file, or it is no ONNX file; the message names it
     */
    public Report of(Path file, List<BgrImage> images) throws IOException {
        byte[] bytes = PairedFile.bytes(file);
        OnnxHeader header = PairedFile.header(file, bytes);
        List<CaseResult> cases = new ArrayList<>();
        Optional<String> incomparable = incomparable(header);
        if (incomparable.isPresent()) {
            cases.add(CaseResult.leftOut("content", KIND, "not compared with a fresh export: " + incomparable.get()));
        } else {
            cases.add(timed("content", "a fresh export of the weights", () -> content(header, bytes)));
            if (folded) {
                cases.add(CaseResult.leftOut(
                        "digest of the weights",
                        KIND,
                        "batch-norm is folded into the given weights, so their digest differs"));
            }
        }
        Optional<OnnxChecker> checker = OnnxChecker.find();
        if (checker.isPresent()) {
            cases.add(timed("ONNX checker", "the file", () -> accepted(checker.get(), file)));
        } else {
            cases.add(CaseResult.leftOut(
                    "ONNX checker",
                    KIND,
                    "not available: system property " + OnnxChecker.FOLDER + " does not name a folder of jars"));
        }
        cases.addAll(outputs(file, images));
        return Report.of(file.toString(), cases);
    }

    private interface Look {
        Check take() throws IOException;
    }

    private static CaseResult timed(String name, String data, Look look) throws IOException {
        long start = System.nanoTime();
        Check found = look.take();
        return CaseResult.of(name, KIND, List.of(found), seconds(start)).withData(data);
    }

    private static Check accepted(OnnxChecker checker, Path file) throws IOException {
        Optional<String> complaint = checker.complaint(file);
        return new Condition("ONNX checker", complaint.isEmpty(), complaint.orElse("accepted"));
    }

    /**
     * Walks through the network's layers in a file, in the order in which they are computed, to the first that
     * makes other numbers than SameDiff does from what SameDiff has for its inputs.
     *
     * @param image to compare on
     * @throws IOException if there is no such file, or it is no ONNX file; the message names it
     */
    public CaseResult layers(Path file, BgrImage image) throws IOException {
        byte[] bytes = PairedFile.bytes(file);
        OnnxHeader header = PairedFile.header(file, bytes);
        Optional<String> incomparable = incomparable(header);
        if (incomparable.isPresent()) {
            return CaseResult.leftOut(LayerWalk.NAME, KIND, "not found by name: " + incomparable.get());
        }
        long start = System.nanoTime();
        try {
            return LayerWalk.result(KIND, layers(OnnxInside.of(bytes), header, image), seconds(start));
        } catch (IllegalArgumentException e) {
            return CaseResult.failed(LayerWalk.NAME, KIND, e.getMessage(), seconds(start));
        }
    }

    private List<Check> layers(OnnxInside file, OnnxHeader header, BgrImage image) {
        DetectorOptions options = DetectorOptions.of(header);
        Map<String, String> variables = new HashMap<>(exporter.trace(options));
        List<Made> layers = file.made().stream()
                .filter(made -> variables.containsKey(made.value()))
                .toList();
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("no value of the file has the name of a value of the network");
        }
        variables.keySet().retainAll(layers.stream().map(Made::value).toList());
        Feed feed = new Feed(ModelMetadata.of(header.metadata()).preprocessing(), exporter.grid());
        int batch = options.batch().isFixed() ? Math.toIntExact(options.batch().size()) : 1;
        Tensor input = feed.input(Collections.nCopies(batch, image));
        try (SameDiffValues reference = SameDiffValues.of(exporter, variables, feed.planes(image), batch)) {
            return new LayerWalk(file, Map.of(options.names().input(), input), settings).of(layers, reference);
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Why a fresh export would be another file, if it would. */
    private static Optional<String> incomparable(OnnxHeader header) {
        String version = OnnxExporter.PRODUCER + " " + ProjectVersion.current();
        String maker = header.producer() + " " + header.producerVersion();
        if (!maker.equals(version)) {
            return Optional.of("made by " + maker + ", this is " + version);
        }
        String precision = header.metadata().getOrDefault("precision", FULL_PRECISION);
        return precision.equals(FULL_PRECISION) ? Optional.empty() : Optional.of("its precision is " + precision);
    }

    private Check content(OnnxHeader header, byte[] bytes) throws IOException {
        try {
            ModelMetadata expected = folded ? facts.withOrigin(facts.origin().training(), digest(header)) : facts;
            List<String> differences = ModelDifferences.of(bytes, exporter.model(DetectorOptions.of(header), expected));
            if (differences.isEmpty()) {
                return new Condition("content", true, "as exported");
            }
            String others =
                    digest(header).equals(expected.origin().weightsDigest()) ? "" : "an export of other weights: ";
            return new Condition("content", false, others + listed(differences));
        } catch (IllegalArgumentException e) {
            return new Condition("content", false, e.getMessage());
        }
    }

    private static String digest(OnnxHeader header) {
        return header.metadata().getOrDefault(ModelMetadata.WEIGHTS_DIGEST, "");
    }

    private static String listed(List<String> differences) {
        String shown = differences.stream()
                .limit(SHOWN)
                .map(each -> each.length() > LONG ? each.substring(0, LONG) + " ..." : each)
                .collect(Collectors.joining("; "));
        return differences.size() > SHOWN ? shown + "; and " + (differences.size() - SHOWN) + " more" : shown;
    }

    private List<CaseResult> outputs(Path file, List<BgrImage> images) {
        try {
            return parity.compare(file, images).stream()
                    .map(result -> result.asCase(KIND))
                    .toList();
        } catch (IOException e) {
            return List.of(CaseResult.failed("outputs", KIND, e.getMessage(), 0));
        }
    }
}

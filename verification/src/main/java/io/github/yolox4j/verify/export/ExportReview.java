package io.github.yolox4j.verify.export;

import io.github.yolox4j.export.ModelMetadata;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.export.WeightsDigest;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.export.onnx.ModelDifferences;
import io.github.yolox4j.export.onnx.OnnxHeader;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.decode.AnchorGrid;
import io.github.yolox4j.model.image.BgrImage;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.verify.Check;
import io.github.yolox4j.verify.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether files still are what their network exports. A file is looked at from three sides: its content, node by node and number by
 * number, against a fresh export with the same options; the official checker; and its outputs against SameDiff's.
 */
public final class ExportReview {

    private static final int SHOWN = 5;

    private final DetectorExporter exporter;
    private final ModelMetadata facts;
    private final OnnxParity parity;

    /**
     * For files of one network.
     *
     * @param grid of the input
     * @param facts that a fresh export would carry
     */
    public ExportReview(YoloxConfig config, Weights weights, AnchorGrid grid, ModelMetadata facts) {
        this.exporter = new DetectorExporter(config, weights, grid);
        this.facts = facts.withOrigin(facts.training(), WeightsDigest.of(weights));
        this.parity = new OnnxParity(config, weights);
    }

    /**
     * Looks at a file.
     *
     * @param images to compare outputs on
     * @throws IOException if there is no such file, or it is no ONNX file; the message names it
     */
    public List<Check> of(Path file, List<BgrImage> images) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("no ONNX file " + file);
        }
        List<Check> checks = new ArrayList<>();
        checks.add(content(file));
        checks.add(checker(file));
        checks.addAll(outputs(file, images));
        return checks;
    }

    private Check content(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        OnnxHeader header;
        try {
            header = OnnxHeader.read(bytes);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        if (!header.producer().equals(OnnxExporter.PRODUCER)
                || !header.producerVersion().equals(OnnxExporter.version())) {
            return new Condition(
                    "content",
                    true,
                    "not compared: made by " + header.producer() + " " + header.producerVersion() + ", this is "
                            + OnnxExporter.PRODUCER + " " + OnnxExporter.version());
        }
        List<String> differences;
        try {
            differences = ModelDifferences.of(bytes, exporter.model(DetectorOptions.of(header), facts));
        } catch (IllegalArgumentException e) {
            return new Condition("content", false, e.getMessage());
        }
        return new Condition(
                "content", differences.isEmpty(), differences.isEmpty() ? "as exported" : listed(differences));
    }

    private static String listed(List<String> differences) {
        String shown = String.join("; ", differences.subList(0, Math.min(SHOWN, differences.size())));
        return differences.size() > SHOWN ? shown + "; and " + (differences.size() - SHOWN) + " more" : shown;
    }

    private static Check checker(Path file) throws IOException {
        Optional<OnnxChecker> checker = OnnxChecker.find();
        if (checker.isEmpty()) {
            return new Condition("ONNX checker", true, "not at hand, left out");
        }
        Optional<String> complaint = checker.get().complaint(file);
        return new Condition("ONNX checker", complaint.isEmpty(), complaint.orElse("accepted"));
    }

    private List<Check> outputs(Path file, List<BgrImage> images) {
        try {
            return parity.compare(file, images).stream()
                    .map(result -> (Check) new Condition("outputs", result.passed(), result.line()))
                    .toList();
        } catch (IOException e) {
            return List.of(new Condition("outputs", false, e.getMessage()));
        }
    }
}

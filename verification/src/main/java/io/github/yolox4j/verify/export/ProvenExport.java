package io.github.yolox4j.verify.export;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.export.WeightsDigest;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.OnnxChecker;
import io.github.yolox4j.verify.runtime.OnnxSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Exports a detector and hands the file over only when it is proved: the ONNX checker accepts it, where there
 * is one, and ONNX Runtime computes from it what SameDiff computes from the graph. A file that selects
 * detections is proved twice, as it is and with a confidence of 0, because on images without objects it would
 * show nothing.
 *
 * @param config of the network
 * @param weights of it
 * @param grid of the input
 */
public record ProvenExport(YoloxConfig config, Weights weights, AnchorGrid grid) {

    /**
     * A file that passed.
     *
     * @param lines what was checked, one sentence each
     * @param parity what the comparison with SameDiff found
     */
    public record Proof(List<String> lines, List<OnnxParity.Result> parity) {

        public Proof {
            lines = List.copyOf(lines);
            parity = List.copyOf(parity);
        }
    }

    /** From a model in single precision, which is proved first, to one in smaller numbers. */
    public interface PrecisionChange {

        /** The model stays as it is. */
        PrecisionChange NONE = model -> model;

        /** The same model in smaller numbers. */
        OnnxModel of(OnnxModel model) throws IOException;
    }

    /**
     * Writes the file. What is compared with SameDiff is the model in single precision; smaller numbers differ
     * by more than rounding, so that of those only the checker and ONNX Runtime's acceptance are asked.
     *
     * @param facts about the detector; form, selection, preprocessing and the weights' digest are filled in
     * @param change to smaller numbers, or none
     * @param images to compare on
     * @throws RefusedExportException if the file fails; nothing is left of it then, and what was there before stays
     * @throws IOException if it cannot be written
     */
    public Proof write(
            DetectorOptions options, ModelMetadata facts, PrecisionChange change, List<BgrImage> images, Path file)
            throws IOException {
        ModelMetadata complete = facts.withOrigin(facts.origin().training(), WeightsDigest.of(weights));
        Path folder = Files.createTempDirectory("yolox4j-export");
        Path draft = folder.resolve("draft.onnx");
        try {
            List<String> lines = new ArrayList<>();
            OnnxParity samediff = new OnnxParity(config, weights, SessionSettings.DEFAULT);
            if (options.form().selects()) {
                DetectorOptions all = options.withSelection(options.selection().withConfidence(0));
                WholeFile.write(draft, fresh(all, complete)::writeTo);
                compare(samediff, draft, images)
                        .forEach(result -> lines.add("SameDiff and ONNX Runtime at confidence 0: " + result.line()));
            }
            OnnxModel model = fresh(options, complete);
            WholeFile.write(draft, model::writeTo);
            lines.add(check(draft));
            List<OnnxParity.Result> parity = compare(samediff, draft, images);
            parity.forEach(result -> lines.add("SameDiff and ONNX Runtime: " + result.line()));
            OnnxModel reduced = change.of(model);
            if (!reduced.equals(model)) {
                WholeFile.write(draft, reduced::writeTo);
                lines.add("in reduced precision: " + check(draft));
                OnnxSession.open(draft).close();
                lines.add("in reduced precision: the file loads. Run eval to see how much accuracy it loses");
            }
            WholeFile.write(file, out -> Files.copy(draft, out));
            return new Proof(lines, parity);
        } finally {
            Files.deleteIfExists(draft);
            Files.deleteIfExists(folder);
        }
    }

    private OnnxModel fresh(DetectorOptions options, ModelMetadata facts) {
        return new DetectorExporter(config, weights, grid).model(options, facts);
    }

    private static String check(Path draft) throws IOException {
        Optional<OnnxChecker> checker = OnnxChecker.find();
        if (checker.isEmpty()) {
            return "ONNX checker: not available, left out (system property " + OnnxChecker.FOLDER
                    + " does not name a folder of jars)";
        }
        Optional<String> complaint = checker.get().complaint(draft);
        if (complaint.isPresent()) {
            throw new RefusedExportException("not exported: the ONNX checker rejects the file: " + complaint.get());
        }
        return "ONNX checker: accepted, with strict shape inference";
    }

    private static List<OnnxParity.Result> compare(OnnxParity samediff, Path draft, List<BgrImage> images)
            throws IOException {
        List<OnnxParity.Result> results = samediff.compare(draft, images);
        for (OnnxParity.Result result : results) {
            if (!result.passed()) {
                throw new RefusedExportException(
                        "not exported: the file's outputs in ONNX Runtime differ from SameDiff's: " + result.line());
            }
        }
        return results;
    }
}

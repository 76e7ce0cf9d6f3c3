package io.github.yolox4j.verify.export;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.onnx.file.OnnxInside.Made;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.check.Condition;
import io.github.yolox4j.verify.Report;
import io.github.yolox4j.verify.layers.LayerWalk;
import io.github.yolox4j.verify.runtime.Declared;
import io.github.yolox4j.verify.runtime.OnnxRun;
import io.github.yolox4j.verify.runtime.OnnxSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Two ONNX files, of whatever makers, run on the same inputs by ONNX Runtime and compared output by output:
 * names, types, shapes, numbers; detections, where both select them. It feeds seeded random numbers unless it
 * is {@link #withImages given images}.
 */
public final class OnnxPair {

    private static final String KIND = "onnx";

    private final PairedFile file;
    private final PairedFile reference;
    private final PairedInputs inputs;
    private final Feeding feeding;
    private final SessionSettings settings;

    private interface Feeding {
        /** For each run, the tensors of all inputs. */
        List<List<Tensor>> runs(int batch) throws IOException;
    }

    private OnnxPair(
            PairedFile file, PairedFile reference, PairedInputs inputs, Feeding feeding, SessionSettings settings) {
        this.file = file;
        this.reference = reference;
        this.inputs = inputs;
        this.feeding = feeding;
        this.settings = settings;
    }

    /**
     * Reads two files.
     *
     * @param file that is looked at
     * @param reference whose outputs it should have
     * @throws IOException if one of them is missing, no ONNX file, or refused by ONNX Runtime, or they do not
     *     take the same inputs; the message names it
     */
    public static OnnxPair read(Path file, Path reference, SessionSettings settings) throws IOException {
        PairedFile one = PairedFile.read(file, settings);
        PairedFile other = PairedFile.read(reference, settings);
        PairedInputs inputs = PairedInputs.of(one, other);
        return new OnnxPair(one, other, inputs, inputs::random, settings);
    }

    /** The network's input, if one of the files is a detector's and says so. */
    public Optional<AnchorGrid> grid() {
        return inputs.grid();
    }

    /** The same, fed with images: prepared as the metadata say; without metadata, as YOLOX prepares them. */
    public OnnxPair withImages(List<BgrImage> images) {
        List<BgrImage> fed = List.copyOf(images);
        return new OnnxPair(file, reference, inputs, batch -> inputs.of(fed, batch), settings);
    }

    /**
     * Compares at batch 1 and 4, or at the one batch size that the files allow.
     *
     * @throws IOException if the inputs cannot be filled so
     */
    public Report compare() throws IOException {
        List<CaseResult> cases = new ArrayList<>();
        cases.add(CaseResult.of("declarations", KIND, declarations(), 0));
        if (file.outputs().size() == reference.outputs().size()) {
            try (PairedOutputs outputs = PairedOutputs.open(file, reference, settings)) {
                for (int batch : inputs.batches()) {
                    cases.add(outputs(outputs, batch, feeding.runs(batch)));
                }
            }
        }
        return Report.of(file.toString(), cases);
    }

    private static CaseResult outputs(PairedOutputs outputs, int batch, List<List<Tensor>> runs) {
        String name = "outputs at batch " + batch;
        long start = System.nanoTime();
        try {
            List<Check> checks = new ArrayList<>();
            for (List<Tensor> run : runs) {
                checks.addAll(outputs.compare(run, batch));
            }
            return CaseResult.of(name, KIND, checks, seconds(start))
                    .withData(runs.size() == 1 ? "1 run" : runs.size() + " runs");
        } catch (IllegalArgumentException | IllegalStateException e) {
            return CaseResult.failed(name, KIND, e.getMessage(), seconds(start));
        }
    }

    private List<Check> declarations() {
        List<Check> checks = new ArrayList<>();
        int count = file.outputs().size();
        checks.add(same("number of outputs", count, reference.outputs().size()));
        if (checks.get(0).passed()) {
            List<Map.Entry<String, Declared>> ours = List.copyOf(file.outputs().entrySet());
            List<Map.Entry<String, Declared>> theirs =
                    List.copyOf(reference.outputs().entrySet());
            for (int i = 0; i < count; i++) {
                checks.add(declaration(i, ours.get(i), theirs.get(i)));
            }
        }
        if (file.facts().isPresent() && reference.facts().isPresent()) {
            ModelMetadata ours = file.facts().get();
            ModelMetadata theirs = reference.facts().get();
            checks.add(same("form", ours.form().lowerName(), theirs.form().lowerName()));
            checks.add(same("selection", ours.selection(), theirs.selection()));
            checks.add(same("class names", ours.names(), theirs.names()));
        }
        return checks;
    }

    private static Check declaration(int i, Map.Entry<String, Declared> ours, Map.Entry<String, Declared> theirs) {
        boolean agree = ours.getKey().equals(theirs.getKey()) && ours.getValue().fits(theirs.getValue());
        String said = ours.getKey() + " " + ours.getValue();
        return new Condition(
                "output " + i, agree, agree ? said : said + ", expected " + theirs.getKey() + " " + theirs.getValue());
    }

    private static Check same(String subject, Object ours, Object theirs) {
        boolean agree = ours.equals(theirs);
        return new Condition(subject, agree, agree ? ours.toString() : ours + ", expected " + theirs);
    }

    /**
     * Walks through the values inside the file that bear names of values inside the reference, on one input, to
     * the first that is other than the reference's when it is computed from what the reference has for its
     * inputs.
     *
     * @throws IllegalArgumentException if no value bears the same name in both
     * @throws IOException if the inputs cannot be filled so
     */
    public CaseResult layers() throws IOException {
        Set<String> shared = shared();
        List<Made> layers = file.inside().made().stream()
                .filter(made -> shared.contains(made.value()))
                .toList();
        long start = System.nanoTime();
        List<Tensor> run = feeding.runs(inputs.batches().get(0)).get(0);
        try (OnnxSession session =
                        OnnxSession.of(reference.toString(), reference.inside().showing(shared), settings);
                OnnxRun values = session.keep(reference.named(run))) {
            List<Check> checks = new LayerWalk(file.inside(), file.named(run), settings).of(layers, values);
            return LayerWalk.result(KIND, checks, seconds(start));
        } catch (IllegalStateException e) {
            return CaseResult.failed(LayerWalk.NAME, KIND, e.getMessage(), seconds(start));
        }
    }

    /** Values of single precision that bear the same name in both files, not the outputs alone. */
    private Set<String> shared() throws IOException {
        Set<String> shared = file.values();
        shared.retainAll(reference.values());
        shared = reference.floats(file.floats(shared, settings), settings);
        if (file.outputs().keySet().containsAll(shared)) {
            throw new IllegalArgumentException("nothing to compare: no inner value in single precision of " + file
                    + " has the name of one of " + reference);
        }
        return shared;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}

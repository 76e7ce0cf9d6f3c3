package io.github.yolox4j.verify.export;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.RowLayout;
import io.github.yolox4j.detection.image.Letterbox;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.onnx.file.OnnxInside;
import io.github.yolox4j.onnx.file.OnnxInside.Made;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.verify.runtime.Declared;
import io.github.yolox4j.verify.runtime.OnnxSession;
import io.github.yolox4j.verify.runtime.Tensors;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The outputs of two files, run by run. Numbers are compared as {@link OnnxParity} compares them, by the form
 * of output that both files state; without such a statement, by the largest of their output, whole numbers
 * exactly.
 *
 * <p>A last bit decides whether a detection is kept. So, of files that select, both lists are held against what
 * the reference has before the selection, where that is found inside of it.
 */
final class PairedOutputs implements AutoCloseable {

    private final PairedFile file;
    private final PairedFile reference;
    private final OnnxSession ours;
    private final OnnxSession theirs;

    /** Decoded boxes and scores of all anchors, if both files select detections. */
    private final Optional<OnnxSession> anchors;

    private PairedOutputs(
            PairedFile file,
            PairedFile reference,
            OnnxSession ours,
            OnnxSession theirs,
            Optional<OnnxSession> anchors) {
        this.file = file;
        this.reference = reference;
        this.ours = ours;
        this.theirs = theirs;
        this.anchors = anchors;
    }

    static PairedOutputs open(PairedFile file, PairedFile reference, SessionSettings settings) throws IOException {
        List<OnnxSession> opened = new ArrayList<>();
        try {
            opened.add(OnnxSession.open(file.path(), settings));
            opened.add(OnnxSession.open(reference.path(), settings));
            Optional<AnchorValues> values =
                    form(file, reference).filter(Form::selects).flatMap(form -> AnchorValues.of(reference.inside()));
            if (values.isPresent()) {
                byte[] shown = reference.inside().showing(values.get().names());
                opened.add(OnnxSession.of(reference.toString(), shown, settings));
            }
            return new PairedOutputs(
                    file,
                    reference,
                    opened.get(0),
                    opened.get(1),
                    opened.stream().skip(2).findFirst());
        } catch (IOException | RuntimeException e) {
            opened.forEach(OnnxSession::close);
            throw e;
        }
    }

    /** What the output holds, if both files say the same. */
    private static Optional<Form> form(PairedFile file, PairedFile reference) {
        return file.form().filter(form -> reference.form().equals(Optional.of(form)));
    }

    /** Runs both files on a tensor per input, and compares. */
    List<Check> compare(List<Tensor> run, int batch) {
        List<Tensor> actual = List.copyOf(ours.run(file.named(run)).values());
        List<Tensor> expected = List.copyOf(theirs.run(reference.named(run)).values());
        Optional<Form> form = form(file, reference);
        if (anchors.isPresent()) {
            return selected(form.orElseThrow(), actual, expected, run, batch);
        }
        if (form.equals(Optional.of(Form.DECODED))) {
            return decoded(Tensors.numbers(expected.get(0)), run).compare(Tensors.numbers(actual.get(0)));
        }
        List<Check> checks = new ArrayList<>();
        for (String name : reference.outputs().keySet()) {
            int i = checks.size();
            checks.add(Check.compare(
                    name,
                    Tensors.numbers(actual.get(i)),
                    Tensors.numbers(expected.get(i)),
                    tolerance(reference.outputs().get(name))));
        }
        return checks;
    }

    private static Closeness tolerance(Declared output) {
        boolean whole = output.type().contains("INT") || output.type().equals("BOOL");
        return whole ? Closeness.EXACT : OnnxParity.TOLERANCE;
    }

    private List<Check> selected(Form form, List<Tensor> actual, List<Tensor> expected, List<Tensor> run, int batch) {
        List<Tensor> all =
                List.copyOf(anchors.orElseThrow().run(reference.named(run)).values());
        List<List<Detection>> found = FoundDetections.of(form, actual, batch);
        List<List<Detection>> wanted = FoundDetections.of(form, expected, batch);
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            DecodedOutput decoded = decoded(joined(all.get(0), all.get(1), i), run);
            checks.add(check(file).of("detections of image " + i, found.get(i), decoded));
            checks.add(check(reference).of("the reference's detections of image " + i, wanted.get(i), decoded));
        }
        return checks;
    }

    private static SelectionCheck check(PairedFile of) {
        return new SelectionCheck(of.facts().flatMap(ModelMetadata::selection).orElseThrow());
    }

    /** Decoded rows of the reference, whose boxes are in the pixels of what is fed. */
    private DecodedOutput decoded(Numbers rows, List<Tensor> run) {
        ModelMetadata facts = reference.facts().orElseThrow();
        AnchorGrid grid = new AnchorGrid(facts.height(), facts.width());
        long[] fed = run.get(0).shape();
        double scale = facts.preprocessing().inFile()
                ? new Letterbox(Math.toIntExact(fed[2]), Math.toIntExact(fed[1]), grid.width(), grid.height()).scale()
                : 1;
        return DecodedOutput.of(rows, grid, scale);
    }

    /**
     * Image {@code i} of boxes {@code [batch, anchors, 4]} and scores {@code [batch, anchors, 1 + classes]},
     * side by side.
     */
    private static Numbers joined(Tensor boxes, Tensor scores, int i) {
        int anchors = Math.toIntExact(boxes.shape()[1]);
        int perAnchor = Math.toIntExact(scores.shape()[2]);
        int row = RowLayout.BOX + perAnchor;
        float[] joined = new float[anchors * row];
        for (int anchor = 0; anchor < anchors; anchor++) {
            int at = i * anchors + anchor;
            System.arraycopy(boxes.floats(), at * RowLayout.BOX, joined, anchor * row, RowLayout.BOX);
            System.arraycopy(scores.floats(), at * perAnchor, joined, anchor * row + RowLayout.BOX, perAnchor);
        }
        return Numbers.of(joined, 1, anchors, row);
    }

    @Override
    public void close() {
        ours.close();
        theirs.close();
        anchors.ifPresent(OnnxSession::close);
    }

    /**
     * Where a file that selects detections has them all, before it selects: names of values inside the file.
     *
     * @param boxes {@code [batch, anchors, 4]}, in pixels of the detections
     * @param scores {@code [batch, anchors, 1 + classes]}: objectness, class probabilities
     */
    private record AnchorValues(String boxes, String scores) {

        private static final String SELECTION = "NonMaxSuppression";
        private static final String SCORES = "Sigmoid";

        /** The values that the file's suppression reads: boxes, and scores that one sigmoid makes. */
        static Optional<AnchorValues> of(OnnxInside file) {
            List<Made> made = file.made();
            return made.stream()
                    .filter(node -> node.operator().equals(SELECTION))
                    .findFirst()
                    .flatMap(selection -> sigmoid(made, selection.reads().get(1))
                            .map(scores -> new AnchorValues(selection.reads().get(0), scores)));
        }

        /** The nearest sigmoid that a value is computed from. */
        private static Optional<String> sigmoid(List<Made> made, String value) {
            Map<String, Made> makers = new HashMap<>();
            made.forEach(node -> makers.put(node.value(), node));
            Set<String> seen = new HashSet<>();
            Deque<String> next = new ArrayDeque<>(List.of(value));
            while (!next.isEmpty()) {
                String read = next.remove();
                Made maker = makers.get(read);
                if (maker != null && seen.add(read)) {
                    if (maker.operator().equals(SCORES)) {
                        return Optional.of(read);
                    }
                    next.addAll(maker.reads());
                }
            }
            return Optional.empty();
        }

        /** The names, boxes first. */
        List<String> names() {
            return List.of(boxes, scores);
        }
    }
}

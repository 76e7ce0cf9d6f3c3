package io.github.yolox4j.verify.export;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.RowLayout;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.detection.metadata.ModelMetadata.Decode;
import io.github.yolox4j.detection.metadata.Selection;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.verify.Check;
import io.github.yolox4j.verify.runtime.Declared;
import io.github.yolox4j.verify.runtime.FloatTensor;
import io.github.yolox4j.verify.runtime.OnnxSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The outputs of two files, run by run. Numbers are compared as {@link OnnxParity} compares them, by the form of output that both files
 * state; without such a statement, by the largest of their output, whole numbers exactly.
 *
 * <p>A last bit decides whether a detection is kept. So, of files that select, both lists are held against what the reference has before
 * the selection, where that is found inside of it.
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
            Optional<List<String>> values =
                    form(file, reference).filter(Decode::selects).isPresent() ? reference.anchors() : Optional.empty();
            if (values.isPresent()) {
                byte[] shown = reference.inside().showing(values.get());
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
    private static Optional<Decode> form(PairedFile file, PairedFile reference) {
        return file.facts()
                .map(ModelMetadata::decode)
                .filter(form -> reference.facts().map(ModelMetadata::decode).equals(Optional.of(form)));
    }

    /**
     * Runs both files and compares.
     *
     * @param run a tensor per input
     * @throws IllegalStateException if a file does not run
     */
    List<Check> compare(List<FloatTensor> run, int batch) {
        List<FloatTensor> actual = List.copyOf(ours.run(file.named(run)).values());
        List<FloatTensor> expected =
                List.copyOf(theirs.run(reference.named(run)).values());
        Optional<Decode> form = form(file, reference);
        if (anchors.isPresent()) {
            return selected(form.orElseThrow(), actual, expected, run, batch);
        }
        if (form.equals(Optional.of(Decode.DECODED))) {
            return OnnxParity.decoded(actual.get(0).numbers(), expected.get(0).numbers(), 1, 1);
        }
        List<Check> checks = new ArrayList<>();
        for (String name : reference.outputs().keySet()) {
            int i = checks.size();
            checks.add(Check.compare(
                    name,
                    actual.get(i).numbers(),
                    expected.get(i).numbers(),
                    tolerance(reference.outputs().get(name))));
        }
        return checks;
    }

    private static Closeness tolerance(Declared output) {
        boolean whole = output.type().contains("INT") || output.type().equals("BOOL");
        return whole ? Closeness.EXACT : OnnxParity.TOLERANCE;
    }

    private List<Check> selected(
            Decode form, List<FloatTensor> actual, List<FloatTensor> expected, List<FloatTensor> run, int batch) {
        List<FloatTensor> all =
                List.copyOf(anchors.orElseThrow().run(reference.named(run)).values());
        List<List<Detection>> found = detections(form, actual, batch);
        List<List<Detection>> wanted = detections(form, expected, batch);
        List<Check> checks = new ArrayList<>();
        int classes = Math.toIntExact(all.get(1).shape()[2]) - 1;
        for (int i = 0; i < batch; i++) {
            double[] decoded = decoded(all.get(0), all.get(1), i);
            checks.add(check(file, "detections of image " + i, found.get(i), decoded, classes));
            checks.add(check(reference, "the reference's detections of image " + i, wanted.get(i), decoded, classes));
        }
        return checks;
    }

    private static List<List<Detection>> detections(Decode form, List<FloatTensor> outputs, int batch) {
        return form == Decode.NMS
                ? FoundDetections.ofRows(outputs.get(0), batch)
                : FoundDetections.perImage(outputs, batch);
    }

    private static Check check(PairedFile of, String subject, List<Detection> found, double[] decoded, int classes) {
        Selection selection = of.facts().flatMap(ModelMetadata::selection).orElseThrow();
        return new SelectionCheck(selection, 1, OnnxParity.PIXELS).of(subject, found, decoded, classes);
    }

    /** Image {@code i} of boxes {@code [batch, anchors, 4]} and scores {@code [batch, anchors, 1 + classes]}, side by side. */
    private static double[] decoded(FloatTensor boxes, FloatTensor scores, int i) {
        int anchors = Math.toIntExact(boxes.shape()[1]);
        int perAnchor = Math.toIntExact(scores.shape()[2]);
        int row = RowLayout.BOX + perAnchor;
        double[] decoded = new double[anchors * row];
        for (int anchor = 0; anchor < anchors; anchor++) {
            int at = i * anchors + anchor;
            for (int k = 0; k < row; k++) {
                decoded[anchor * row + k] = k < RowLayout.BOX
                        ? boxes.values()[at * RowLayout.BOX + k]
                        : scores.values()[at * perAnchor + k - RowLayout.BOX];
            }
        }
        return decoded;
    }

    @Override
    public void close() {
        ours.close();
        theirs.close();
        anchors.ifPresent(OnnxSession::close);
    }
}

package io.github.yolox4j.verify.layers;

import io.github.yolox4j.onnx.file.OnnxInside;
import io.github.yolox4j.onnx.file.OnnxInside.Made;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.check.Condition;
import io.github.yolox4j.verify.runtime.OnnxSession;
import io.github.yolox4j.verify.runtime.ReferenceValues;
import io.github.yolox4j.verify.runtime.Tensors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Walks through the layers of a file in the order in which they are computed, to the first that parts from a
 * reference. ONNX Runtime computes each layer from what the <em>reference</em> has for its inputs. So a
 * difference neither grows nor fades on its way through the network, and is found where it is made.
 *
 * <p>What is left is the rounding of one layer. A sum is rounded in proportion to its terms, however near to
 * zero it ends; so a difference is measured by the larger of the largest number that the layer makes and the
 * largest that it reads.
 *
 * @param file whose layers are walked through
 * @param input of the file, by name
 * @param settings of the runs in ONNX Runtime
 */
public record LayerWalk(OnnxInside file, Map<String, Tensor> input, SessionSettings settings) {

    /** What the case is called. */
    public static final String NAME = "layers";

    /** How far a number may be off: ten times the rounding of the largest sums, of 4,600 terms, in YOLOX-m. */
    private static final Closeness TOLERANCE = Closeness.ofTensor(2e-5);

    /** Layers are computed by one run until they make more numbers than this: those are in memory together. */
    private static final long AT_ONCE = 1 << 23;

    /**
     * Walks.
     *
     * @param layers in the file's order
     * @return a check per layer, the last of which failed if one did
     */
    public List<Check> of(List<Made> layers, ReferenceValues reference) {
        Set<String> known = new HashSet<>();
        layers.forEach(layer -> known.add(layer.value()));
        List<Check> checks = new ArrayList<>();
        int next = 0;
        while (next < layers.size() && checks.stream().allMatch(Check::passed)) {
            int first = next;
            for (long numbers = 0; next < layers.size() && numbers < AT_ONCE; next++) {
                numbers += reference.size(layers.get(next).value());
            }
            checks.addAll(walked(layers.subList(first, next), known, reference));
        }
        return checks;
    }

    /** What a walk found, as a case of a report. */
    public static CaseResult result(String kind, List<Check> checks, double seconds) {
        boolean parted = !checks.get(checks.size() - 1).passed();
        return CaseResult.of(NAME, kind, checks, seconds)
                .withData("1 run; each layer on the inputs that the reference computed")
                .withNote(
                        parted
                                ? "the first layer whose output differs, after " + (checks.size() - 1) + " that agree"
                                : "");
    }

    /** Layers that do not run together are run by halves, down to the one that does not run. */
    private List<Check> walked(List<Made> layers, Set<String> known, ReferenceValues reference) {
        Map<String, Tensor> expected = new HashMap<>(input);
        for (Made layer : layers) {
            expected.computeIfAbsent(layer.value(), reference::of);
            file.sources(layer.value(), known).forEach(source -> expected.computeIfAbsent(source, reference::of));
        }
        try {
            return compared(layers, known, run(layers, known, expected), expected);
        } catch (IOException | IllegalStateException e) {
            if (layers.size() == 1) {
                return List.of(new Condition(subject(layers.get(0)), false, e.getMessage()));
            }
            int half = layers.size() / 2;
            List<Check> checks = new ArrayList<>(walked(layers.subList(0, half), known, reference));
            if (checks.stream().allMatch(Check::passed)) {
                checks.addAll(walked(layers.subList(half, layers.size()), known, reference));
            }
            return checks;
        }
    }

    private Map<String, Tensor> run(List<Made> layers, Set<String> known, Map<String, Tensor> expected)
            throws IOException {
        byte[] part = file.part(layers.stream().map(Made::value).toList(), known);
        try (OnnxSession session = OnnxSession.of("the file's layer", part, settings)) {
            Map<String, Tensor> given = new HashMap<>();
            for (String name : session.inputs().keySet()) {
                given.put(name, input.get(name));
            }
            expected.forEach((value, numbers) -> given.replace(OnnxInside.given(value), numbers));
            return session.run(given);
        }
    }

    private List<Check> compared(
            List<Made> layers, Set<String> known, Map<String, Tensor> found, Map<String, Tensor> expected) {
        List<Check> checks = new ArrayList<>();
        for (Made layer : layers) {
            double largestRead = 0;
            for (String source : file.sources(layer.value(), known)) {
                largestRead = Math.max(
                        largestRead, Tensors.numbers(expected.get(source)).largest());
            }
            Check check = Check.compare(
                    subject(layer),
                    Tensors.numbers(found.get(layer.value())),
                    Tensors.numbers(expected.get(layer.value())),
                    TOLERANCE.atLeast(largestRead));
            checks.add(check);
            if (!check.passed()) {
                break;
            }
        }
        return checks;
    }

    private static String subject(Made layer) {
        return layer.node() + " (" + layer.operator() + " of " + String.join(", ", layer.reads()) + ")";
    }
}

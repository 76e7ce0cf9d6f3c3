package io.github.yolox4j.verify.export;

import io.github.yolox4j.onnx.file.OnnxInside;
import io.github.yolox4j.onnx.file.OnnxInside.Made;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a file that selects detections has them all, before it selects: names of values inside the file.
 *
 * @param boxes {@code [batch, anchors, 4]}, in pixels of the detections
 * @param scores {@code [batch, anchors, 1 + classes]}: objectness, class probabilities
 */
record AnchorValues(String boxes, String scores) {

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

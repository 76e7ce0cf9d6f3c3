package io.github.yolox4j.export.lowering.gradient;

import static io.github.yolox4j.export.lowering.LoweringRule.one;
import static io.github.yolox4j.onnx.OnnxOperator.CONSTANT_OF_SHAPE;
import static io.github.yolox4j.onnx.OnnxOperator.PAD;
import static io.github.yolox4j.onnx.OnnxOperator.SPLIT;

import io.github.yolox4j.export.lowering.LoweringRule;
import io.github.yolox4j.export.lowering.SameDiffNode;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.List;
import java.util.Map;

/** Gradients of what moves numbers about, and the shapes that differentiation asks for, which are known now. */
final class LayoutGradients {

    private static final int MASKS = 5;

    private LayoutGradients() {}

    static void register(Map<String, LoweringRule> rules) {
        rules.put(
                "shape_of", one((node, in, onnx) -> onnx.list(in.get(0).shape().sizes())));
        rules.put("stop_gradient", one((node, in, onnx) -> in.get(0)));
        rules.put(
                "zeroslike",
                one((node, in, onnx) -> onnx.list(in.get(0).shape().sizes()).then(CONSTANT_OF_SHAPE)));
        rules.put("concat_bp", LayoutGradients::concat);
        rules.put("strided_slice_bp", one(LayoutGradients::stridedSlice));
    }

    /** Operands and upstream gradient in; the gradient is cut where the operands were joined. */
    private static List<Value> concat(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        if (node.flag(0)) {
            throw node.unsupported("its axis is an operand, translated is a fixed axis");
        }
        int pieces = in.size() - 1;
        int axis = in.get(0).shape().axis(node.integers()[0]);
        long[] lengths = in.subList(0, pieces).stream()
                .mapToLong(piece -> piece.shape().dim(axis).size())
                .toArray();
        return onnx.add(SPLIT, List.of(in.get(pieces), onnx.list(lengths)), pieces, Attribute.integer("axis", axis));
    }

    /**
     * Operand and upstream gradient in, arguments as of {@code strided_slice}: entries that were taken get their
     * gradient, others zero. Steps are widened by zeros between the entries.
     */
    private static Value stridedSlice(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        long[] arguments = node.integers();
        TensorShape shape = in.get(0).shape();
        int axes = (arguments.length - MASKS) / 3;
        if (in.size() != 2 || (arguments.length - MASKS) % 3 != 0 || axes > shape.rank()) {
            throw node.unsupported("translated are fixed begins, ends and steps");
        }
        if (arguments[1] != 0 || arguments[3] != 0 || arguments[4] != 0) {
            throw node.unsupported("an ellipsis, a new axis or a dropped axis in the slice");
        }
        int rank = shape.rank();
        long[] pads = new long[2 * rank];
        long[] interleaved = new long[2 * rank];
        long[] gaps = new long[4 * rank];
        long[] widened = in.get(1).shape().sizes();
        for (int axis = 0; axis < rank; axis++) {
            long size = shape.dim(axis).size();
            boolean fromFirst = axis >= axes || bit(arguments[0], axis);
            long given = fromFirst ? 0 : arguments[MASKS + axis];
            long begin = given < 0 ? given + size : given;
            long step = axis >= axes ? 1 : arguments[MASKS + 2 * axes + axis];
            if (step < 1) {
                throw node.unsupported("a step of " + step + " on axis " + axis + "; translated are positive steps");
            }
            interleaved[2 * axis] = widened[axis];
            interleaved[2 * axis + 1] = 1;
            gaps[2 * rank + 2 * axis + 1] = step - 1;
            widened[axis] *= step;
            pads[axis] = begin;
            pads[rank + axis] = size - begin - widened[axis];
        }
        Value gradient = in.get(1);
        if (!gradient.shape().equals(TensorShape.of(widened))) {
            gradient = gradient.reshape(interleaved).then(PAD, onnx.list(gaps)).reshape(widened);
        }
        return gradient.then(PAD, onnx.list(pads));
    }

    private static boolean bit(long mask, int axis) {
        return (mask >> axis & 1) == 1;
    }
}

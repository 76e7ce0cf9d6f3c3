package io.github.yolox4j.onnx;

import io.github.yolox4j.onnx.ShapeRule.Call;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape rules of operators that find positions and take what stands there.
 *
 * <p>How many positions there are is mostly known at run time only.
 */
final class Indexing {

    private static final int BOX = 4;

    private Indexing() {}

    static List<TensorType> range(Call call, int outputs) {
        for (int i = 0; i < 3; i++) {
            if (call.shape(i).rank() != 0 || call.element(i) != call.element(0)) {
                throw call.bad("start, limit and delta must be scalars of one type");
            }
        }
        return List.of(new TensorType(call.element(0), new TensorShape(List.of(Dim.unknown()))));
    }

    static List<TensorType> argMax(Call call, int outputs) {
        TensorShape shape = call.shape(0);
        int axis = shape.axis(call.attributes().integer("axis", 0));
        boolean keep = call.attributes().integer("keepdims", 1) == 1;
        return List.of(new TensorType(ElementType.INT64, keep ? shape.with(axis, Dim.of(1)) : without(shape, axis)));
    }

    static List<TensorType> topK(Call call, int outputs) {
        int axis = call.shape(0).axis(call.attributes().integer("axis", -1));
        Dim k = call.inputs().get(1).constant().map(c -> Dim.of(c.longs()[0])).orElse(Dim.unknown());
        Dim length = call.shape(0).dim(axis);
        if (k.isFixed() && length.isFixed() && k.size() > length.size()) {
            throw call.bad("takes " + k + " of " + length);
        }
        TensorShape shape = call.shape(0).with(axis, k);
        return List.of(new TensorType(call.element(0), shape), new TensorType(ElementType.INT64, shape))
                .subList(0, outputs);
    }

    static List<TensorType> nonZero(Call call, int outputs) {
        TensorShape shape = new TensorShape(List.of(Dim.of(call.shape(0).rank()), Dim.unknown()));
        return List.of(new TensorType(ElementType.INT64, shape));
    }

    static List<TensorType> gatherElements(Call call, int outputs) {
        requireIndices(call, 1);
        if (call.shape(0).rank() != call.shape(1).rank()) {
            throw call.bad("ranks differ");
        }
        return List.of(new TensorType(call.element(0), call.shape(1)));
    }

    /** Positions {@code [n, k]} name the first k axes of the data. */
    static List<TensorType> gatherNd(Call call, int outputs) {
        requireIndices(call, 1);
        TensorShape data = call.shape(0);
        TensorShape at = call.shape(1);
        int named = (int) at.dim(at.rank() - 1).size();
        List<Dim> dims = new ArrayList<>(at.dims().subList(0, at.rank() - 1));
        dims.addAll(data.dims().subList(named, data.rank()));
        return List.of(new TensorType(call.element(0), new TensorShape(dims)));
    }

    static List<TensorType> nonMaxSuppression(Call call, int outputs) {
        if (call.shape(0).rank() != 3
                || call.shape(1).rank() != 3
                || !call.shape(0).dim(2).is(BOX)) {
            throw call.bad("needs boxes [batch, boxes, 4] and scores [batch, classes, boxes]");
        }
        return List.of(new TensorType(ElementType.INT64, new TensorShape(List.of(Dim.unknown(), Dim.of(3)))));
    }

    static void requireIndices(Call call, int input) {
        if (call.element(input) != ElementType.INT64) {
            throw call.bad("indices must be INT64");
        }
    }

    private static TensorShape without(TensorShape shape, int axis) {
        List<Dim> dims = new ArrayList<>(shape.dims());
        dims.remove(axis);
        return new TensorShape(dims);
    }
}

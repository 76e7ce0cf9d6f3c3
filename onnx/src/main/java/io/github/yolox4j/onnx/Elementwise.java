package io.github.yolox4j.onnx;

import io.github.yolox4j.onnx.ShapeRule.Call;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** The shape rules of operators that work number by number, with broadcasting, and of reductions. */
final class Elementwise {

    private Elementwise() {}

    static List<TensorType> same(Call call, int outputs) {
        return List.of(call.inputs().get(0).type());
    }

    static List<TensorType> cast(Call call, int outputs) {
        long to = call.attributes().integer("to", 0);
        return List.of(new TensorType(ElementType.ofCode(to), call.shape(0)));
    }

    /** The element type is the zero point's. */
    static List<TensorType> quantized(Call call, int outputs) {
        return List.of(new TensorType(call.element(2), call.shape(0)));
    }

    /** The element type is the scale's. */
    static List<TensorType> dequantized(Call call, int outputs) {
        return List.of(new TensorType(call.element(1), call.shape(0)));
    }

    static List<TensorType> broadcast(Call call, int outputs) {
        for (int i = 1; i < call.inputs().size(); i++) {
            if (call.element(i) != call.element(0)) {
                throw call.bad("element types differ");
            }
        }
        return List.of(new TensorType(call.element(0), broadcastShape(call)));
    }

    static List<TensorType> comparison(Call call, int outputs) {
        return List.of(
                new TensorType(ElementType.BOOL, broadcast(call, outputs).get(0).shape()));
    }

    static List<TensorType> where(Call call, int outputs) {
        if (call.element(0) != ElementType.BOOL || call.element(1) != call.element(2)) {
            throw call.bad("needs a condition of BOOL and two operands of one type");
        }
        return List.of(new TensorType(call.element(1), broadcastShape(call)));
    }

    private static TensorShape broadcastShape(Call call) {
        TensorShape shape = call.shape(0);
        for (int i = 1; i < call.inputs().size(); i++) {
            shape = broadcast(call, shape, call.shape(i));
        }
        return shape;
    }

    static TensorShape broadcast(Call call, TensorShape a, TensorShape b) {
        int rank = Math.max(a.rank(), b.rank());
        List<Dim> dims = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            Dim p = i < rank - a.rank() ? Dim.of(1) : a.dim(i - (rank - a.rank()));
            Dim q = i < rank - b.rank() ? Dim.of(1) : b.dim(i - (rank - b.rank()));
            dims.add(broadcast(call, p, q));
        }
        return new TensorShape(dims);
    }

    private static Dim broadcast(Call call, Dim p, Dim q) {
        if (p.is(1)) {
            return q;
        }
        if (q.is(1) || p.certainlyEquals(q)) {
            return p;
        }
        if (p.isFixed() && q.isFixed()) {
            throw call.bad("shapes do not broadcast");
        }
        if (p.isFixed() || q.isFixed()) {
            return p.isFixed() ? p : q; // the other is 1 or equal at run time
        }
        return Dim.unknown();
    }

    static List<TensorType> reduce(Call call, int outputs) {
        TensorShape in = call.shape(0);
        long[] all = LongStream.range(0, in.rank()).toArray();
        long[] axes = call.has(1) ? call.longs(1) : call.attributes().integers("axes", all);
        boolean[] reduced = new boolean[in.rank()];
        for (long axis : axes) {
            reduced[in.axis(axis)] = true;
        }
        boolean keep = call.attributes().integer("keepdims", 1) == 1;
        List<Dim> dims = new ArrayList<>();
        for (int i = 0; i < in.rank(); i++) {
            if (!reduced[i]) {
                dims.add(in.dim(i));
            } else if (keep) {
                dims.add(Dim.of(1));
            }
        }
        return List.of(new TensorType(call.element(0), new TensorShape(dims)));
    }
}

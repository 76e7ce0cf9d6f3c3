package io.github.yolox4j.onnx;

import io.github.yolox4j.onnx.ShapeRule.Call;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/** The shape rules of matrix products, convolution, pooling and resizing. */
final class Network {

    private Network() {}

    /** Of ONNX's operator, or ONNX Runtime's, in which flags say that an operand's last two axes are swapped first. */
    static List<TensorType> matMul(Call call, int outputs) {
        TensorShape a = swapped(call, 0, "transA");
        TensorShape b = swapped(call, 1, "transB");
        if (a.dim(a.rank() - 1).differsFrom(b.dim(b.rank() - 2))) {
            throw call.bad("inner sizes differ");
        }
        TensorShape outerA = new TensorShape(a.dims().subList(0, a.rank() - 2));
        TensorShape outerB = new TensorShape(b.dims().subList(0, b.rank() - 2));
        List<Dim> dims =
                new ArrayList<>(Elementwise.broadcast(call, outerA, outerB).dims());
        Collections.addAll(dims, a.dim(a.rank() - 2), b.dim(b.rank() - 1));
        return List.of(new TensorType(call.element(0), new TensorShape(dims)));
    }

    /** ONNX Runtime's takes operands of one rank only. */
    static List<TensorType> fusedMatMul(Call call, int outputs) {
        List<TensorType> product = matMul(call, outputs);
        if (call.shape(0).rank() != call.shape(1).rank()) {
            throw call.bad("ranks differ");
        }
        return product;
    }

    private static TensorShape swapped(Call call, int input, String flag) {
        TensorShape shape = call.shape(input);
        int rank = shape.rank();
        if (rank < 2) {
            throw call.bad("operands of rank below 2");
        }
        return call.attributes().integer(flag, 0) == 0
                ? shape
                : shape.with(rank - 1, shape.dim(rank - 2)).with(rank - 2, shape.dim(rank - 1));
    }

    static List<TensorType> conv(Call call, int outputs) {
        TensorShape x = call.shape(0);
        TensorShape w = call.shape(1);
        long group = call.attributes().integer("group", 1);
        if (x.rank() < 3 || w.rank() != x.rank()) {
            throw call.bad("x and w must have the same rank of at least 3");
        }
        if (x.dim(1).isFixed() && x.dim(1).size() != w.dim(1).size() * group) {
            throw call.bad("x has " + x.dim(1) + " channels, w takes " + w.dim(1) + " in each of " + group + " groups");
        }
        if (call.has(2) && !call.shape(2).equals(new TensorShape(List.of(w.dim(0))))) {
            throw call.bad("the bias must have shape [" + w.dim(0) + "]");
        }
        long[] kernel = new TensorShape(w.dims().subList(2, w.rank())).sizes();
        List<Dim> dims = new ArrayList<>(List.of(x.dim(0), w.dim(0)));
        dims.addAll(windows(call, kernel));
        return List.of(new TensorType(call.element(0), new TensorShape(dims)));
    }

    /** \( (n - 1) s + d (k - 1) + 1 + o - p_b - p_e \) positions per axis. */
    static List<TensorType> convTranspose(Call call, int outputs) {
        TensorShape x = call.shape(0);
        TensorShape w = call.shape(1);
        int axes = x.rank() - 2;
        if (axes < 1 || w.rank() != x.rank() || x.dim(1).isFixed() && !x.dim(1).equals(w.dim(0))) {
            throw call.bad("x [N, C, ...] and w [C, O, ...] do not fit");
        }
        long[] ones = LongStream.generate(() -> 1).limit(axes).toArray();
        long[] strides = call.attributes().integers("strides", ones);
        long[] dilations = call.attributes().integers("dilations", ones);
        long[] pads = call.attributes().integers("pads", new long[2 * axes]);
        long[] more = call.attributes().integers("output_padding", new long[axes]);
        long groups = call.attributes().integer("group", 1);
        List<Dim> dims = new ArrayList<>(List.of(x.dim(0), Dim.of(w.dim(1).size() * groups)));
        for (int i = 0; i < axes; i++) {
            long reach = dilations[i] * (w.dim(2 + i).size() - 1) + 1;
            long beside = reach + more[i] - pads[i] - pads[axes + i];
            long stride = strides[i];
            dims.add(x.dim(2 + i).map(size -> (size - 1) * stride + beside));
        }
        return List.of(new TensorType(call.element(0), new TensorShape(dims)));
    }

    static List<TensorType> pool(Call call, int outputs) {
        TensorShape x = call.shape(0);
        if (x.rank() < 3) {
            throw call.bad("needs [batch, channels, ...]");
        }
        List<Dim> dims = new ArrayList<>(x.dims().subList(0, 2));
        dims.addAll(windows(call, call.attributes().integers("kernel_shape")));
        TensorShape shape = new TensorShape(dims);
        List<TensorType> types =
                List.of(new TensorType(call.element(0), shape), new TensorType(ElementType.INT64, shape));
        return types.subList(0, outputs);
    }

    /** Positions of a moving window: \( \lfloor (n + p_b + p_e - d (k - 1) - 1) / s \rfloor + 1 \) per axis. */
    private static List<Dim> windows(Call call, long[] kernel) {
        TensorShape x = call.shape(0);
        int axes = x.rank() - 2;
        long[] ones = LongStream.generate(() -> 1).limit(axes).toArray();
        long[] strides = call.attributes().integers("strides", ones);
        long[] dilations = call.attributes().integers("dilations", ones);
        long[] pads = call.attributes().integers("pads", new long[2 * axes]);
        if (kernel.length != axes || strides.length != axes || dilations.length != axes || pads.length != 2 * axes) {
            throw call.bad("kernel, strides, dilations and pads must fit " + axes + " spatial axes");
        }
        List<Dim> dims = new ArrayList<>();
        for (int i = 0; i < axes; i++) {
            long reach = dilations[i] * (kernel[i] - 1);
            long padding = pads[i] + pads[axes + i];
            Dim size = x.dim(2 + i);
            if (size.isFixed()) {
                long room = size.size() + padding - reach - 1;
                if (room < 0) {
                    throw call.bad("the window is larger than the padded input");
                }
                dims.add(Dim.of(room / strides[i] + 1));
            } else {
                dims.add(strides[i] == 1 && padding == reach ? size : Dim.unknown());
            }
        }
        return dims;
    }

    static List<TensorType> resize(Call call, int outputs) {
        TensorShape shape = call.shape(0);
        if (call.has(3)) {
            return List.of(new TensorType(call.element(0), Layout.target(call, 3)));
        }
        float[] scales = call.inputs()
                .get(2)
                .constant()
                .orElseThrow(() -> call.bad("scales must be a constant"))
                .floats();
        if (scales.length != shape.rank()) {
            throw call.bad("needs " + shape.rank() + " scales, got " + scales.length);
        }
        for (int i = 0; i < scales.length; i++) {
            double scale = scales[i];
            if (scale != 1) {
                shape = shape.with(i, shape.dim(i).map(size -> (long) Math.floor(size * scale)));
            }
        }
        return List.of(new TensorType(call.element(0), shape));
    }
}

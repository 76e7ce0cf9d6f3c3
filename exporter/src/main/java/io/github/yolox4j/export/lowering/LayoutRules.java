package io.github.yolox4j.export.lowering;

import static io.github.yolox4j.export.lowering.LoweringRule.one;
import static io.github.yolox4j.export.lowering.LoweringRule.unary;
import static io.github.yolox4j.onnx.OnnxOperator.DEPTH_TO_SPACE;
import static io.github.yolox4j.onnx.OnnxOperator.EXPAND;
import static io.github.yolox4j.onnx.OnnxOperator.GATHER;
import static io.github.yolox4j.onnx.OnnxOperator.GATHER_ND;
import static io.github.yolox4j.onnx.OnnxOperator.PAD;
import static io.github.yolox4j.onnx.OnnxOperator.RESHAPE;
import static io.github.yolox4j.onnx.OnnxOperator.SHAPE;
import static io.github.yolox4j.onnx.OnnxOperator.SLICE;
import static io.github.yolox4j.onnx.OnnxOperator.SPACE_TO_DEPTH;
import static io.github.yolox4j.onnx.OnnxOperator.SPLIT;
import static io.github.yolox4j.onnx.OnnxOperator.SQUEEZE;
import static io.github.yolox4j.onnx.OnnxOperator.TILE;
import static io.github.yolox4j.onnx.OnnxOperator.UNSQUEEZE;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What moves numbers about without changing them. Arguments come as whole numbers of the node or as a constant operand.
 */
final class LayoutRules {

    private static final long ORDER_C = -99;
    private static final long ORDER_F = -102;

    private LayoutRules() {}

    static void register(Map<String, LoweringRule> rules) {
        arrangements(rules);
        piecesAndPlaces(rules);
        fillings(rules);
    }

    private static void arrangements(Map<String, LoweringRule> rules) {
        rules.put("identity", unary(x -> x));
        rules.put("shape_of", unary(x -> x.then(SHAPE)));
        rules.put("reshape", one(LayoutRules::reshaped));
        rules.put("strided_slice", new StridedSliceRule());
        rules.put("slice", one(StridedSliceRule::beginAndSize));
        rules.put("permute", one((node, in, onnx) -> in.get(0).transpose(arguments(node, in))));
        rules.put("transpose", unary(x -> {
            int rank = x.shape().rank();
            return x.transpose(LongStream.range(0, rank).map(i -> rank - 1 - i).toArray());
        }));
        rules.put("expand_dims", one((node, in, onnx) -> in.get(0).then(UNSQUEEZE, onnx.list(arguments(node, in)))));
        rules.put("squeeze", one((node, in, onnx) -> in.get(0).then(SQUEEZE, onnx.list(squeezed(node, in)))));
        rules.put("reverse", one(LayoutRules::reversed));
        rules.put("depth_to_space", one((node, in, onnx) -> in.get(0)
                .then(DEPTH_TO_SPACE, Attribute.integer("blocksize", block(node)), Attribute.text("mode", "DCR"))));
        rules.put("space_to_depth", one((node, in, onnx) -> in.get(0)
                .then(SPACE_TO_DEPTH, Attribute.integer("blocksize", block(node)))));
    }

    private static void piecesAndPlaces(Map<String, LoweringRule> rules) {
        rules.put("concat", one(LayoutRules::concat));
        rules.put("stack", one(LayoutRules::stack));
        rules.put("unstack", LayoutRules::unstack);
        rules.put("split", LayoutRules::split);
        rules.put("split_v", LayoutRules::splitByLengths);
        rules.put("gather", one(LayoutRules::gather));
        rules.put("gather_nd", one((node, in, onnx) -> in.get(0).then(GATHER_ND, in.get(1))));
        rules.put("tile", one((node, in, onnx) -> in.get(0).then(TILE, onnx.list(arguments(node, in)))));
    }

    /** What adds numbers or changes their type. */
    private static void fillings(Map<String, LoweringRule> rules) {
        rules.put("pad", one(LayoutRules::pad));
        rules.put("zeroslike", one((node, in, onnx) -> filled(in.get(0), onnx.scalar(0))));
        rules.put("ones_as", one((node, in, onnx) -> filled(in.get(0), onnx.scalar(1))));
        rules.put("cast", one((node, in, onnx) -> {
            DataType type = DataType.fromInt((int) node.integers()[0]);
            return in.get(0).cast(NdTensors.element(node.name(), type));
        }));
    }

    private static Value filled(Value like, Value number) {
        return number.then(EXPAND, like.then(SHAPE));
    }

    /** The node's whole numbers, or those of its second operand, which must be constant. */
    static long[] arguments(SameDiffNode node, List<Value> in) {
        if (in.size() < 2) {
            return node.integers();
        }
        return in.get(1)
                .constant()
                .map(Tensor::longs)
                .orElseThrow(() -> node.unsupported("its second operand " + in.get(1) + " is not constant"));
    }

    /**
     * Whole numbers [order, sizes...] or [sizes...], or the sizes as a second operand, which may be the shape of
     * another value. Axis 0 stays open where the target names the batch size that the graph was built with, so that the
     * result holds for any batch.
     */
    private static Value reshaped(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        Value x = in.get(0);
        if (in.size() == 2 && in.get(1).constant().isEmpty()) {
            return x.then(RESHAPE, in.get(1));
        }
        long[] target = in.size() == 2 ? arguments(node, in).clone() : sizes(node);
        if (Arrays.stream(target).anyMatch(size -> size == 0)) {
            throw node.unsupported("a size of 0 in the target " + Arrays.toString(target));
        }
        if (target.length > 0 && node.meansWholeBatch(target[0], x.shape())) {
            target[0] = 0; // copies axis 0 of the operand, whatever its size
        }
        return x.reshape(target);
    }

    private static long[] sizes(SameDiffNode node) {
        long[] arguments = node.integers();
        if (arguments.length > 0 && arguments[0] == ORDER_F) {
            throw node.unsupported("Fortran order; translated is C order");
        }
        boolean ordered = arguments.length > 0 && arguments[0] == ORDER_C;
        return Arrays.copyOfRange(arguments, ordered ? 1 : 0, arguments.length);
    }

    private static Value concat(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        if (node.flag(0)) {
            throw node.unsupported("its axis is an operand, translated is a fixed axis");
        }
        return onnx.concat(in.get(0).shape().axis(node.integers()[0]), in.toArray(Value[]::new));
    }

    /** The second operand holds, per axis, how many entries to add before and after; the number is their value. */
    private static Value pad(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        if (node.integers().length != 1 || node.integers()[0] != 0) {
            throw node.unsupported("a padding mode other than CONSTANT: " + Arrays.toString(node.integers()));
        }
        long[] pairs = arguments(node, in);
        int rank = in.get(0).shape().rank();
        long[] pads = new long[2 * rank];
        for (int axis = 0; axis < rank; axis++) {
            pads[axis] = pairs[2 * axis];
            pads[rank + axis] = pairs[2 * axis + 1];
        }
        double value = node.numbers().length == 0 ? 0 : node.numbers()[0];
        return onnx.add(PAD, List.of(in.get(0), onnx.list(pads), onnx.scalar(value)));
    }

    private static Value reversed(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        long[] axes = arguments(node, in);
        long[] lasts = LongStream.of(axes).map(a -> -1).toArray();
        long[] beforeFirsts = LongStream.of(axes).map(a -> -Long.MAX_VALUE).toArray();
        return onnx.add(
                SLICE,
                List.of(in.get(0), onnx.list(lasts), onnx.list(beforeFirsts), onnx.list(axes), onnx.list(lasts)));
    }

    /** Whole numbers [block size, 0 for NCHW]. */
    private static long block(SameDiffNode node) {
        long[] arguments = node.integers();
        if (arguments.length != 2 || arguments[1] != 0) {
            throw node.unsupported("translated are a block size and layout NCHW, got " + Arrays.toString(arguments));
        }
        return arguments[0];
    }

    private static Value stack(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        int rank = in.get(0).shape().rank() + 1;
        long axis = node.integers().length == 0 ? 0 : node.integers()[0];
        long from0 = axis < 0 ? axis + rank : axis;
        return onnx.concat(
                from0, in.stream().map(x -> x.then(UNSQUEEZE, onnx.list(from0))).toArray(Value[]::new));
    }

    private static List<Value> unstack(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        int axis = in.get(0).shape().axis(node.integers()[0]);
        long[] ones = LongStream.generate(() -> 1).limit(node.outputs().size()).toArray();
        List<Value> layers = new ArrayList<>(pieces(in.get(0), axis, ones, onnx));
        layers.replaceAll(layer -> layer.then(SQUEEZE, onnx.list(axis)));
        return layers;
    }

    private static List<Value> split(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        if (in.size() != 1 || node.integers().length != 2) {
            throw node.unsupported("translated is a fixed number of pieces along a fixed axis");
        }
        TensorShape shape = in.get(0).shape();
        int axis = shape.axis(node.integers()[1]);
        Dim length = shape.dim(axis);
        if (!length.isFixed()) {
            throw node.unsupported("it splits axis " + axis + " of " + shape + ", whose length is not fixed");
        }
        long[] lengths = new long[(int) node.integers()[0]];
        Arrays.fill(lengths, length.size() / lengths.length);
        return pieces(in.get(0), axis, lengths, onnx);
    }

    private static List<Value> splitByLengths(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        int axis = in.get(0).shape().axis(node.integers()[0]);
        return pieces(in.get(0), axis, arguments(node, in), onnx);
    }

    private static List<Value> pieces(Value x, int axis, long[] lengths, GraphBuilder onnx) {
        return onnx.add(SPLIT, List.of(x, onnx.list(lengths)), lengths.length, Attribute.integer("axis", axis));
    }

    private static Value gather(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        if (in.size() != 2 || node.integers().length == 0) {
            throw node.unsupported("translated are two operands and a fixed axis");
        }
        int axis = in.get(0).shape().axis(node.integers()[0]);
        return in.get(0).then(GATHER, in.get(1), Attribute.integer("axis", axis));
    }

    private static long[] squeezed(SameDiffNode node, List<Value> in) {
        if (node.integers().length > 0) {
            return node.integers();
        }
        TensorShape shape = in.get(0).shape();
        return LongStream.range(0, shape.rank())
                .filter(i -> shape.dim((int) i).is(1))
                .toArray();
    }
}

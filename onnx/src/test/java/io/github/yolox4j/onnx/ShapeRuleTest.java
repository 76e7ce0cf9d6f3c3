package io.github.yolox4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** What operators make of shapes; that ONNX Runtime agrees is the business of the exporter's tests. */
class ShapeRuleTest {

    private final GraphBuilder onnx = new GraphBuilder();
    private final Value x = onnx.input("x", TensorType.floats(2, 4, 6, 8));
    private final Value any = onnx.input("any", open(ElementType.FLOAT, Dim.named("n"), Dim.of(4), Dim.unknown()));
    private final Value whole = onnx.input("whole", new TensorType(ElementType.INT64, TensorShape.of(3)));
    private final Value condition = onnx.input("condition", new TensorType(ElementType.BOOL, TensorShape.of(8)));

    @Test
    void operands_broadcast() {
        assertType(x.then(OnnxOperator.ADD, onnx.input("row", TensorType.floats(8))), "float[2, 4, 6, 8]");
        assertType(any.then(OnnxOperator.MUL, onnx.input("column", TensorType.floats(4, 1))), "float[n, 4, ?]");
        assertType(any.then(OnnxOperator.MUL, onnx.input("seven", TensorType.floats(4, 7))), "float[n, 4, 7]");
        assertType(x.then(OnnxOperator.GREATER, onnx.scalar(1)), "bool[2, 4, 6, 8]");
        assertType(onnx.add(OnnxOperator.WHERE, List.of(condition, x, onnx.scalar(0))), "float[2, 4, 6, 8]");
        assertType(x.then(OnnxOperator.CAST, Attribute.integer("to", ElementType.UINT8.code())), "uint8[2, 4, 6, 8]");
        assertRefused(() -> x.then(OnnxOperator.ADD, whole)).contains("element types differ");
        assertRefused(() -> onnx.add(OnnxOperator.WHERE, List.of(x, x, x))).contains("needs a condition of BOOL");
        assertRefused(() -> x.then(OnnxOperator.CAST, Attribute.integer("to", 99)))
                .contains("element type 99 is not one of");
    }

    @Test
    void reductions_drop_or_keep_their_axes() {
        assertType(x.then(OnnxOperator.REDUCE_MEAN, Attribute.integers("axes", 1, -1)), "float[2, 1, 6, 1]");
        assertType(x.then(OnnxOperator.REDUCE_SUM, onnx.list(0), Attribute.integer("keepdims", 0)), "float[4, 6, 8]");
        assertType(x.then(OnnxOperator.REDUCE_MAX), "float[1, 1, 1, 1]");
        assertType(
                any.then(OnnxOperator.ARG_MAX, Attribute.integer("axis", 1), Attribute.integer("keepdims", 0)),
                "int64[n, ?]");
        assertType(x.then(OnnxOperator.ARG_MIN, Attribute.integer("axis", 1)), "int64[2, 1, 6, 8]");
    }

    @Test
    void layouts_move_axes() {
        assertType(x.then(OnnxOperator.TRANSPOSE), "float[8, 6, 4, 2]");
        assertType(x.then(OnnxOperator.UNSQUEEZE, onnx.list(0, -1)), "float[1, 2, 4, 6, 8, 1]");
        assertType(
                onnx.input("ones", TensorType.floats(1, 3, 1)).then(OnnxOperator.SQUEEZE, onnx.list(0, 2)), "float[3]");
        assertType(onnx.add(OnnxOperator.CONCAT, List.of(x, x), Attribute.integer("axis", 1)), "float[2, 8, 6, 8]");
        assertType(
                onnx.add(OnnxOperator.SPLIT, List.of(x, onnx.list(1, 3)), 2, Attribute.integer("axis", 1))
                        .get(1),
                "float[2, 3, 6, 8]");
        assertType(x.then(OnnxOperator.TILE, onnx.list(1, 2, 1, 3)), "float[2, 8, 6, 24]");
        assertType(any.then(OnnxOperator.TILE, onnx.list(2, 1, 1)), "float[?, 4, ?]");
        assertType(x.then(OnnxOperator.PAD, onnx.list(0, 0, 1, 2, 0, 0, 3, 4)), "float[2, 4, 10, 14]");
        assertType(any.then(OnnxOperator.SHAPE), "int64[3]");
        assertType(x.then(OnnxOperator.RESHAPE, any.then(OnnxOperator.SHAPE)), "float[n, 4, ?]");
        assertType(onnx.list(2, 3).then(OnnxOperator.CONSTANT_OF_SHAPE), "float[2, 3]");
        assertType(onnx.scalar(1).then(OnnxOperator.EXPAND, whole), "float[?, ?, ?]");
        Attribute block = Attribute.integer("blocksize", 2);
        assertType(x.then(OnnxOperator.DEPTH_TO_SPACE, block), "float[2, 1, 12, 16]");
        assertType(x.then(OnnxOperator.SPACE_TO_DEPTH, block), "float[2, 16, 3, 4]");
    }

    @Test
    void layouts_that_do_not_fit_are_refused() {
        assertRefused(() -> x.then(OnnxOperator.SQUEEZE, onnx.list(1))).contains("axis 1 has size 4");
        assertRefused(() -> x.then(OnnxOperator.UNSQUEEZE, onnx.list(7))).contains("axis 7 of a result of rank 5");
        assertRefused(() -> onnx.add(OnnxOperator.CONCAT, List.of(x, whole))).contains("ranks or element types differ");
        assertRefused(() -> onnx.add(
                        OnnxOperator.CONCAT,
                        List.of(x, onnx.input("other", TensorType.floats(2, 4, 5, 8))),
                        Attribute.integer("axis", 1)))
                .contains("sizes differ on axis 2");
        assertRefused(() -> onnx.add(OnnxOperator.SPLIT, List.of(x, onnx.list(1, 1)), 2, Attribute.integer("axis", 1)))
                .contains("lengths do not add up to axis 1");
        assertRefused(() -> x.then(OnnxOperator.TILE, onnx.list(1, 2))).contains("needs 4 repeats, got 2");
        assertRefused(() -> x.then(OnnxOperator.PAD, onnx.list(1, 2))).contains("needs 8 numbers of entries to add");
        assertRefused(() -> x.then(OnnxOperator.RESHAPE, onnx.list(-1, -1))).contains("leaves two axes open");
        assertRefused(() -> x.then(OnnxOperator.RESHAPE, onnx.list(2, 4, 6, 8, 0)))
                .contains("copies axis 4 of a tensor of rank 4");
        assertRefused(() -> whole.then(OnnxOperator.DEPTH_TO_SPACE, Attribute.integer("blocksize", 2)))
                .contains("needs [batch, channels, height, width]");
        assertRefused(() -> x.then(OnnxOperator.RESHAPE, whole)).contains("input 1 must be a constant");
    }

    @Test
    void slices_count_from_both_ends() {
        assertType(slice(new long[] {1}, new long[] {-1}, new long[] {3}, new long[] {2}), "float[2, 4, 6, 3]");
        assertType(
                slice(new long[] {-1}, new long[] {Long.MIN_VALUE + 1}, new long[] {2}, new long[] {-1}),
                "float[2, 4, 6, 8]");
        assertType(onnx.add(OnnxOperator.SLICE, List.of(x, onnx.list(1, 2), onnx.list(2, 9))), "float[1, 2, 6, 8]");
        assertType(onnx.add(OnnxOperator.SLICE, List.of(any, onnx.list(0), onnx.list(5))), "float[?, 4, ?]");
    }

    @Test
    void positions_are_found_and_taken() {
        Value at = onnx.input("at", new TensorType(ElementType.INT64, TensorShape.of(5, 2)));
        Value start = onnx.constant(Tensor.ofLongs(new long[0], 0));
        assertType(onnx.add(OnnxOperator.RANGE, List.of(start, start, start)), "int64[?]");
        assertType(x.then(OnnxOperator.GATHER, whole, Attribute.integer("axis", 1)), "float[2, 3, 6, 8]");
        assertType(x.then(OnnxOperator.GATHER_ND, at), "float[5, 6, 8]");
        assertType(any.then(OnnxOperator.NON_ZERO), "int64[3, ?]");
        assertType(
                onnx.add(OnnxOperator.TOP_K, List.of(x, onnx.list(3)), 2, Attribute.integer("axis", -1))
                        .get(1),
                "int64[2, 4, 6, 3]");
        Value boxes = onnx.input("boxes", TensorType.floats(2, 9, 4));
        Value scores = onnx.input("scores", TensorType.floats(2, 3, 9));
        assertType(boxes.then(OnnxOperator.NON_MAX_SUPPRESSION, scores), "int64[?, 3]");

        assertRefused(() -> onnx.add(OnnxOperator.RANGE, List.of(start, start, onnx.scalar(1))))
                .contains("must be scalars of one type");
        assertRefused(() -> x.then(OnnxOperator.GATHER, onnx.scalar(1))).contains("indices must be INT64");
        assertRefused(() -> onnx.add(OnnxOperator.TOP_K, List.of(x, onnx.list(9)), 2))
                .contains("takes 9 of 8");
        assertRefused(() -> x.then(OnnxOperator.GATHER_ELEMENTS, whole)).contains("ranks differ");
        assertRefused(() -> scores.then(OnnxOperator.NON_MAX_SUPPRESSION, boxes))
                .contains("needs boxes");
    }

    @Test
    void windows_move_over_images() {
        Value w = onnx.input("w", TensorType.floats(5, 4, 3, 3));
        assertType(x.then(OnnxOperator.CONV, w, Attribute.integers("strides", 2, 1)), "float[2, 5, 2, 6]");
        assertType(
                x.then(
                        OnnxOperator.CONV_TRANSPOSE,
                        onnx.input("back", TensorType.floats(4, 5, 3, 3)),
                        Attribute.integers("strides", 2, 2),
                        Attribute.integers("output_padding", 1, 0)),
                "float[2, 5, 14, 17]");
        Value images = onnx.input(
                "images", open(ElementType.FLOAT, Dim.named("n"), Dim.of(4), Dim.named("h"), Dim.named("w")));
        Attribute pads = Attribute.integers("pads", 1, 1, 1, 1);
        assertType(images.then(OnnxOperator.CONV, w, pads), "float[n, 5, h, w]");
        assertType(images.then(OnnxOperator.CONV, w), "float[n, 5, ?, ?]");
        Attribute kernel = Attribute.integers("kernel_shape", 2, 2);
        assertType(x.then(OnnxOperator.AVERAGE_POOL, kernel), "float[2, 4, 5, 7]");

        assertRefused(() -> whole.then(OnnxOperator.CONV, w)).contains("the same rank of at least 3");
        assertRefused(() -> x.then(OnnxOperator.CONV, w, Attribute.integer("group", 2)))
                .contains("x has 4 channels");
        assertRefused(() -> onnx.add(OnnxOperator.CONV, List.of(x, w, whole))).contains("the bias must have shape [5]");
        assertRefused(() -> x.then(OnnxOperator.CONV, w, Attribute.integers("strides", 1)))
                .contains("must fit 2 spatial axes");
        assertRefused(() -> x.then(OnnxOperator.CONV, w, Attribute.integers("dilations", 9, 9)))
                .contains("the window is larger than the padded input");
        assertRefused(() -> x.then(OnnxOperator.CONV_TRANSPOSE, w)).contains("do not fit");
        assertRefused(() -> whole.then(OnnxOperator.MAX_POOL, kernel)).contains("needs [batch, channels, ...]");
    }

    @Test
    void images_are_resized_by_scales_or_to_sizes() {
        Value scales = onnx.constant(Tensor.ofFloats(new long[] {4}, 1, 1, 2, 0.5f));
        assertType(onnx.add(OnnxOperator.RESIZE, List.of(x, onnx.absent(), scales)), "float[2, 4, 12, 4]");
        assertType(
                onnx.add(OnnxOperator.RESIZE, List.of(x, onnx.absent(), onnx.absent(), onnx.list(2, 4, 3, 3))),
                "float[2, 4, 3, 3]");
        assertRefused(() -> onnx.add(OnnxOperator.RESIZE, List.of(any, onnx.absent(), scales)))
                .contains("needs 3 scales, got 4");
    }

    @Test
    void matrices_are_multiplied() {
        Value a = onnx.input("a", TensorType.floats(2, 3, 4));
        Value b = onnx.input("b", TensorType.floats(4, 5));
        Value c = onnx.input("c", TensorType.floats(2, 5, 4));
        assertType(a.then(OnnxOperator.MAT_MUL, b), "float[2, 3, 5]");
        assertType(a.then(OnnxOperator.FUSED_MAT_MUL, c, Attribute.integer("transB", 1)), "float[2, 3, 5]");
        assertRefused(() -> a.then(OnnxOperator.MAT_MUL, c)).isNotEmpty();
        assertRefused(() -> a.then(OnnxOperator.FUSED_MAT_MUL, c)).contains("inner sizes differ");
        assertRefused(() -> whole.then(OnnxOperator.FUSED_MAT_MUL, c)).contains("operands of rank below 2");
    }

    @Test
    void bytes_have_the_type_of_their_zero_point() {
        Value scale = onnx.scalar(0.5);
        Value zero = onnx.constant(Tensor.ofWhole(ElementType.UINT8, new long[0], 3));
        Value bytes = onnx.add(OnnxOperator.QUANTIZE_LINEAR, List.of(x, scale, zero));
        assertType(bytes, "uint8[2, 4, 6, 8]");
        assertType(onnx.add(OnnxOperator.DEQUANTIZE_LINEAR, List.of(bytes, scale, zero)), "float[2, 4, 6, 8]");
    }

    private Value slice(long[] starts, long[] ends, long[] axes, long[] steps) {
        return onnx.add(
                OnnxOperator.SLICE, List.of(x, onnx.list(starts), onnx.list(ends), onnx.list(axes), onnx.list(steps)));
    }

    private static TensorType open(ElementType element, Dim... dims) {
        return new TensorType(element, new TensorShape(List.of(dims)));
    }

    private static void assertType(Value value, String type) {
        assertThat(value.type()).hasToString(type);
    }

    private static AbstractStringAssert<?> assertRefused(Runnable use) {
        AbstractThrowableAssert<?, ?> refused =
                assertThatThrownBy(use::run).isInstanceOf(IllegalArgumentException.class);
        return refused.message();
    }
}

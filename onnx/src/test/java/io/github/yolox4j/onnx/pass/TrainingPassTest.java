package io.github.yolox4j.onnx.pass;

import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.CONSTANT_OF_SHAPE;
import static io.github.yolox4j.onnx.OnnxOperator.CONV;
import static io.github.yolox4j.onnx.OnnxOperator.EXP;
import static io.github.yolox4j.onnx.OnnxOperator.EXPAND;
import static io.github.yolox4j.onnx.OnnxOperator.FUSED_MAT_MUL;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.NEG;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_MEAN;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_SUM;
import static io.github.yolox4j.onnx.OnnxOperator.RELU;
import static io.github.yolox4j.onnx.OnnxOperator.RESHAPE;
import static io.github.yolox4j.onnx.OnnxOperator.SIGMOID;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the passes for training graphs leave; that it computes the same is the business of the rules' tests. */
class TrainingPassTest {

    private final GraphBuilder graph = new GraphBuilder();
    private final Value x = graph.input("x", TensorType.floats(2, 3, 4, 4));
    private final Value perChannel = graph.input("c", TensorType.floats(1, 3, 1, 1));

    @Test
    void what_is_computed_twice_is_computed_once() {
        Value y = x.then(SIGMOID)
                .then(MUL, x)
                .then(ADD, x.then(MUL, x.then(SIGMOID)).then(EXP));

        assertThat(operators(new LazyLinearForms(), y)).containsExactly(SIGMOID, MUL, EXP, ADD);
    }

    @Test
    void factors_are_multiplied_with_each_other_before_the_large_tensor() {
        Value y = x.then(MUL, perChannel)
                .then(MUL, graph.scalar(2))
                .then(MUL, perChannel)
                .then(NEG);

        OnnxGraph lazy = new LazyLinearForms().apply(graph.build("g", Map.of("y", y)));

        assertThat(lazy.nodes().stream().filter(node -> isLarge(lazy, node)))
                .extracting(Node::operator)
                .containsExactly(MUL);
    }

    @Test
    void a_broadcast_gradient_is_never_made() {
        Value spread = perChannel.then(EXPAND, graph.list(2, 3, 4, 4));
        Value y = x.then(MUL, perChannel).then(ADD, spread);

        assertThat(operators(new LazyLinearForms(), y)).containsExactly(MUL, ADD);
    }

    @Test
    void equal_addends_are_collected() {
        Value weighted = x.then(MUL, perChannel);
        Value y = weighted.then(ADD, weighted).then(SUB, weighted);

        assertThat(operators(new LazyLinearForms(), y)).containsExactly(MUL);
    }

    @Test
    void adding_zeros_is_nothing() {
        Value y = x.then(EXP)
                .then(ADD, graph.list(2, 3, 4, 4).then(CONSTANT_OF_SHAPE))
                .then(RELU);

        assertThat(operators(new LazyLinearForms().then(new DeadNodeRemoval()), y))
                .containsExactly(EXP, RELU);
    }

    @Test
    void the_sum_of_what_has_its_mean_subtracted_is_zero() {
        Value mean = x.then(REDUCE_MEAN, Attribute.integers("axes", 0, 2, 3), Attribute.integer("keepdims", 1));
        Value centred = x.then(SUB, mean);
        Value squares = centred.then(MUL, centred);
        Value sum =
                centred.then(MUL, perChannel).then(REDUCE_SUM, graph.list(0, 2, 3), Attribute.integer("keepdims", 1));

        OnnxGraph lazy = new LazyLinearForms()
                .then(new DeadNodeRemoval())
                .apply(graph.build("g", Map.of("squares", squares, "sum", sum)));

        assertThat(lazy.nodes()).extracting(Node::operator).doesNotContain(REDUCE_SUM);
    }

    @Test
    void a_sum_over_axes_goes_past_the_factor_that_is_constant_along_them() {
        Value y = x.then(EXP)
                .then(MUL, perChannel)
                .then(REDUCE_SUM, graph.list(0, 2, 3), Attribute.integer("keepdims", 1));

        OnnxGraph lazy = new LazyLinearForms().apply(graph.build("g", Map.of("y", y)));

        assertThat(lazy.nodes()).extracting(Node::operator).containsExactly(EXP, REDUCE_SUM, MUL);
        assertThat(lazy.types().get("y").shape()).isEqualTo(TensorShape.of(1, 3, 1, 1));
    }

    @Test
    void a_factor_and_a_summand_for_each_channel_are_a_depthwise_convolution() {
        Value shift = graph.input("b", TensorType.floats(1, 3, 1, 1));
        Value other = graph.input("u", TensorType.floats(2, 3, 4, 4));
        Value alone = shift.then(ADD, x.then(MUL, perChannel));
        Value withAnother = other.then(ADD, perChannel.then(MUL, alone)).then(ADD, shift);

        assertThat(operators(new ChannelAffines().then(new DeadNodeRemoval()), withAnother))
                .containsExactly(RESHAPE, RESHAPE, CONV, RESHAPE, RESHAPE, CONV, ADD);
    }

    @Test
    void a_product_that_is_wanted_itself_stays() {
        Value product = x.then(MUL, perChannel);
        Value y = product.then(ADD, perChannel).then(ADD, product);

        assertThat(operators(new ChannelAffines().then(new DeadNodeRemoval()), y))
                .containsExactly(MUL, ADD, ADD);
    }

    @Test
    void a_sum_of_products_is_a_product_of_matrices_where_there_are_many_positions() {
        Value large = graph.input("large", TensorType.floats(2, 3, 20, 20));
        Value sum = large.then(MUL, large.then(EXP))
                .then(REDUCE_SUM, graph.list(0, 2, 3), Attribute.integer("keepdims", 1));
        Value mean = large.then(MUL, large)
                .then(REDUCE_MEAN, Attribute.integers("axes", 0, 2, 3), Attribute.integer("keepdims", 1));
        Value few = x.then(MUL, x).then(REDUCE_SUM, graph.list(0, 2, 3), Attribute.integer("keepdims", 1));

        GraphPass dots = new ChannelDots().then(new DeadNodeRemoval());

        OnnxGraph all = dots.apply(graph.build("g", Map.of("sum", sum, "mean", mean, "few", few)));

        assertThat(all.nodes().stream().map(Node::operator).filter(operator -> operator != RESHAPE))
                .containsExactlyInAnyOrder(
                        EXP, FUSED_MAT_MUL, REDUCE_SUM, FUSED_MAT_MUL, REDUCE_SUM, MUL, MUL, REDUCE_SUM);
        assertThat(all.types().get("mean").shape()).isEqualTo(TensorShape.of(1, 3, 1, 1));
    }

    @Test
    void the_gradient_of_silu_takes_four_passes() {
        Value g = graph.input("g", TensorType.floats(2, 3, 4, 4));
        Value y = x.then(MUL, x.then(SIGMOID));
        Value s = x.then(SIGMOID);
        Value inner = g.then(MUL, x).then(MUL, s).then(MUL, graph.scalar(1).then(SUB, s));
        Value gradient = g.then(MUL, x.then(SIGMOID)).then(ADD, inner);

        OnnxGraph silu = new SiluGradients()
                .then(new LazyLinearForms())
                .then(new DeadNodeRemoval())
                .apply(graph.build("g", Map.of("y", y, "gradient", gradient)));

        assertThat(silu.nodes()).extracting(Node::operator).containsExactlyInAnyOrder(SIGMOID, MUL, SUB, MUL, ADD, MUL);
        assertThat(silu.initialisers().values()).containsExactly(Tensor.scalar(1));
    }

    @Test
    void another_sum_of_products_is_no_gradient_of_silu() {
        Value g = graph.input("g", TensorType.floats(2, 3, 4, 4));
        Value s = x.then(SIGMOID);
        Value other = g.then(MUL, x).then(MUL, s).then(MUL, graph.scalar(2).then(SUB, s));
        OnnxGraph built = graph.build("g", Map.of("y", g.then(MUL, s).then(ADD, other)));

        assertThat(new SiluGradients().apply(built).nodes()).isEqualTo(built.nodes());
    }

    private List<OnnxOperator> operators(GraphPass pass, Value y) {
        return pass.apply(graph.build("g", Map.of("y", y))).nodes().stream()
                .map(Node::operator)
                .toList();
    }

    private static boolean isLarge(OnnxGraph graph, Node node) {
        return graph.types().get(node.output()).shape().dim(2).is(4);
    }
}

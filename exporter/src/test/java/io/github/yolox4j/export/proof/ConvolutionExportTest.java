package io.github.yolox4j.export.proof;

import static io.github.yolox4j.export.proof.Draw.array;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.export.lowering.LoweringRules;
import io.github.yolox4j.export.lowering.ParameterSource;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.pass.DeadNodeRemoval;
import io.github.yolox4j.testkit.TensorDifference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ConvolutionExportTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void batch_norm_folds_into_the_convolution_before_it_and_the_output_stays(long seed) throws IOException {
        Random random = new Random(seed);
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 3, 10, 12);
        SDVariable y = Blocks.convBnSwish(graph, x, random, "stem", 3, 5, 3, 2);
        y = Blocks.depthwiseBnSwish(graph, y, random, "dconv", 5);
        y = Blocks.convBnSwish(graph, y, random, "pconv", 5, 4, 1, 1);
        ParameterSource parameters = ParameterSource.of(graph);
        ExportOptions options = ExportOptions.dynamicBatch();
        OnnxExporter plain = new OnnxExporter(LoweringRules.standard(), new DeadNodeRemoval());

        OnnxGraph before =
                plain.model(graph, "x", List.of(y.name()), parameters, options).graph();
        OnnxGraph after = OnnxExporter.standard()
                .model(graph, "x", List.of(y.name()), parameters, options)
                .graph();
        Exported exported = Exported.of(graph, y, options, folder);

        assertThat(before.nodes()).hasSizeGreaterThan(30);
        assertThat(after.nodes())
                .extracting(Node::operator)
                .containsExactly(
                        OnnxOperator.CONV,
                        OnnxOperator.SIGMOID,
                        OnnxOperator.MUL,
                        OnnxOperator.CONV,
                        OnnxOperator.SIGMOID,
                        OnnxOperator.MUL,
                        OnnxOperator.CONV,
                        OnnxOperator.SIGMOID,
                        OnnxOperator.MUL);
        assertThat(after.initialisers()).hasSize(6).containsKeys("stem.conv.weight", "dconv.conv.weight");
        assertThat(exported.difference(y.name(), random, 4, 3, 10, 12))
                .matches(TensorDifference::isClose, "within the tolerance");
    }

    @Test
    void a_convolution_whose_output_is_read_twice_keeps_its_weights() throws IOException {
        Random random = new Random(5);
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 3, 6, 6);
        SDVariable w = graph.var("w", array(random, 1, 1, 3, 4));
        SDVariable conv = graph.cnn.conv2d(x, w, Windows.conv(1, 1, 1));
        SDVariable y = conv.mul(graph.var("scale", array(random, 1, 4, 1, 1))).add(conv);

        Exported exported = Exported.of(graph, y, ExportOptions.dynamicBatch(), folder);

        assertThat(exported.difference(y.name(), random, 2, 3, 6, 6))
                .matches(TensorDifference::isClose, "within the tolerance");
    }

    @Test
    void a_weight_shared_by_two_convolutions_is_scaled_for_one_only() throws IOException {
        Random random = new Random(6);
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 3, 6, 6);
        SDVariable w = graph.var("w", array(random, 3, 3, 3, 4));
        SDVariable first = graph.cnn.conv2d(x, w, Windows.conv(3, 1, 1)).mul(graph.var("s", array(random, 1, 4, 1, 1)));
        SDVariable second =
                graph.cnn.conv2d(x.mul(2), w, Windows.conv(3, 1, 1)).rsub(1).div(3);
        SDVariable y = first.mul(second);

        Exported exported = Exported.of(graph, y, ExportOptions.dynamicBatch(), folder);

        assertThat(exported.difference(y.name(), random, 2, 3, 6, 6))
                .matches(TensorDifference::isClose, "within the tolerance");
    }

    /**
     * ND4J's oneDNN convolution cannot run dilations, so the other side is the same kernel with zeros between its taps.
     */
    @Test
    void dilation_spreads_the_kernel() throws IOException {
        Random random = new Random(7);
        INDArray kernel = array(random, 3, 3, 2, 4);
        INDArray spread = Nd4j.zeros(DataType.FLOAT, 5, 5, 2, 4);
        spread.get(NDArrayIndex.interval(0, 2, 5), NDArrayIndex.interval(0, 2, 5))
                .assign(kernel);
        assertThat(spread.sumNumber().doubleValue()).isNotZero();
        SameDiff dilated = SameDiff.create();
        SDVariable y = dilated.cnn.conv2d(
                dilated.placeHolder("x", DataType.FLOAT, -1, 2, 9, 8), dilated.var("w", kernel), Windows.conv(3, 1, 2));
        SameDiff dense = SameDiff.create();
        SDVariable z = dense.cnn.conv2d(
                dense.placeHolder("x", DataType.FLOAT, -1, 2, 9, 8), dense.var("w", spread), Windows.conv(5, 1, 1));
        Exported exported = Exported.of(dilated, y, ExportOptions.dynamicBatch(), folder);

        INDArray x = array(random, 2, 2, 9, 8);
        INDArray expected = dense.output(Map.of("x", x), z.name()).get(z.name());
        INDArray actual = Subject.array(exported.run(Subject.tensor(x)));
        assertThat(Subject.difference(actual, expected, EveryRuleTest.RESULT))
                .matches(TensorDifference::isClose, "within the tolerance");
    }
}

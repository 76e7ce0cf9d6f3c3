package io.github.yolox4j.onnx;

import static io.github.yolox4j.onnx.OnnxOperator.CONV;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.SIGMOID;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.pass.GraphPass;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    @Test
    void its_example_folds_a_factor_into_a_convolution() throws IOException {
        GraphBuilder onnx = new GraphBuilder();
        Value x = onnx.input("x", TensorType.floats(1, 3, 8, 8));
        Value w = onnx.constant("w", Tensor.ofFloats(new long[] {2, 3, 1, 1}, 1, 2, 3, 4, 5, 6));
        Value y = x.then(CONV, w).then(MUL, onnx.scalar(0.5)); // [1, 2, 8, 8]
        OnnxGraph graph = onnx.build("halved", Map.of("y", y.then(SIGMOID)));

        OnnxGraph folded = GraphPass.standard().apply(graph); // the factor is in the weights now
        byte[] file = new OnnxModel(folded, new Opset(13), "me", "1.0", Map.of()).toBytes();

        assertThat(y.shape()).hasToString("[1, 2, 8, 8]");
        assertThat(folded.nodes()).extracting(Node::operator).containsExactly(CONV, SIGMOID);
        assertThat(folded.initialisers())
                .containsEntry("w", Tensor.ofFloats(new long[] {2, 3, 1, 1}, 0.5f, 1, 1.5f, 2, 2.5f, 3));
        assertThat(ModelProto.parseFrom(file).getOpsetImport(0).getVersion()).isEqualTo(13);
    }
}

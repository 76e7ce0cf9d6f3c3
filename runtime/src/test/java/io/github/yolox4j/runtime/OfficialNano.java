package io.github.yolox4j.runtime;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.ModelMetadata;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.export.lowering.ParameterSource;
import io.github.yolox4j.export.onnx.OnnxModel;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.decode.AnchorGrid;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.testkit.SharedData;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The official YOLOX nano: its file, and its weights in our own graph. */
final class OfficialNano {

    private static final int SIDE = 416;
    private static final double EPSILON = 1e-3;

    private OfficialNano() {}

    static Path folder() {
        return SharedData.folder("yolox_nano_coco_onnx");
    }

    static Path file() {
        return folder().resolve("yolox_nano.onnx");
    }

    static ModelMetadata facts() throws IOException {
        List<String> names = Files.readAllLines(folder().resolve("coco_classes.txt"));
        return ModelMetadata.ofDetector(names, SIDE, SIDE, ModelMetadata.Decode.RAW, "");
    }

    /** What our exporter makes of the official weights. */
    static OnnxModel exported(OnnxExporter exporter) throws IOException {
        YoloxConfig config = YoloxConfig.of(YoloxConfig.Size.NANO);
        Weights weights = weights(config);
        SameDiff graph = YoloxGraph.evaluation(config, weights, new AnchorGrid(SIDE, SIDE))
                .graph();
        return exporter.model(
                graph,
                YoloxGraph.IMAGES,
                List.of(YoloxGraph.RAW),
                ParameterSource.of(weights.values()).orElse(ParameterSource.of(graph)),
                ExportOptions.fixedBatch(1).withMetadata(facts()));
    }

    /** The file's convolutions have batch-norm folded in: ours becomes the identity. */
    private static Weights weights(YoloxConfig config) throws IOException {
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file()));
        Map<String, TensorProto> tensors = new HashMap<>();
        model.getGraph().getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
        JsonNode names = new ObjectMapper()
                .readTree(folder().resolve("conv_name_map.json").toFile());
        List<NodeProto> convolutions = model.getGraph().getNodeList().stream()
                .filter(node -> node.getOpType().equals("Conv"))
                .toList();
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 0);
        for (String name : weights.names()) {
            if (name.endsWith(".bn.running_mean")) {
                weights.value(name).assign(0);
            } else if (name.endsWith(".bn.running_var")) {
                weights.value(name).assign(1 - EPSILON);
            } else if (name.endsWith(".bn.weight")) {
                weights.value(name).assign(1);
            }
        }
        for (int i = 0; i < convolutions.size(); i++) {
            String name = names.get(i).get("torch").asText();
            NodeProto convolution = convolutions.get(i);
            weights.setReference(name + ".weight", array(tensors.get(convolution.getInput(1))));
            String bias = weights.names().contains(name + ".bias")
                    ? name + ".bias"
                    : name.replaceFirst("\\.conv$", ".bn.bias");
            weights.setReference(bias, array(tensors.get(convolution.getInput(2))));
        }
        return weights;
    }

    private static INDArray array(TensorProto tensor) {
        long[] shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
        float[] numbers = new float[(int) LongStream.of(shape).reduce(1, Math::multiplyExact)];
        tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(numbers);
        return Nd4j.createFromArray(numbers).reshape(shape);
    }
}

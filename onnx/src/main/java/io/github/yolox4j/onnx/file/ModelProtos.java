package io.github.yolox4j.onnx.file;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.onnx.Port;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.HalfFloat;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The typed graph as protobuf messages. */
final class ModelProtos {

    private ModelProtos() {}

    static ModelProto of(OnnxModel model) {
        ModelProto.Builder proto = ModelProto.newBuilder()
                .setIrVersion(model.opset().irVersion())
                .setProducerName(model.producer())
                .setProducerVersion(model.producerVersion())
                .addOpsetImport(OperatorSetIdProto.newBuilder()
                        .setDomain("")
                        .setVersion(model.opset().version()))
                .setGraph(graph(model.graph(), model.opset()));
        if (model.graph().nodes().stream().anyMatch(ModelProtos::isOfOnnxRuntime)) {
            proto.addOpsetImport(OperatorSetIdProto.newBuilder()
                    .setDomain(OnnxOperator.Domain.MICROSOFT.text())
                    .setVersion(1));
        }
        model.metadata()
                .forEach((key, value) -> proto.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return proto.build();
    }

    private static boolean isOfOnnxRuntime(Node node) {
        return node.operator().domain() == OnnxOperator.Domain.MICROSOFT;
    }

    private static GraphProto graph(OnnxGraph graph, Opset opset) {
        GraphProto.Builder proto = GraphProto.newBuilder().setName(graph.name());
        OpsetForms forms = OpsetForms.of(graph, opset);
        proto.addAllNode(forms.nodes());
        forms.initialisers().forEach((name, tensor) -> proto.addInitializer(tensor(name, tensor)));
        graph.inputs().forEach(port -> proto.addInput(port(port.name(), port.type())));
        graph.outputs().forEach(port -> proto.addOutput(port(port.name(), port.type())));
        Set<String> outputs = graph.outputs().stream().map(Port::name).collect(Collectors.toSet());
        new TreeMap<>(graph.types()).forEach((name, type) -> {
            if (!outputs.contains(name)) {
                proto.addValueInfo(port(name, type));
            }
        });
        return proto.build();
    }

    private static TensorProto tensor(String name, Tensor tensor) {
        TensorProto.Builder proto = TensorProto.newBuilder()
                .setName(name)
                .setDataType(tensor.element().code());
        for (long size : tensor.shape()) {
            proto.addDims(size);
        }
        return proto.setRawData(bytes(tensor)).build();
    }

    private static ByteString bytes(Tensor tensor) {
        ByteBuffer bytes = ByteBuffer.allocate(
                        Math.multiplyExact(tensor.size(), tensor.element().bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < tensor.size(); i++) {
            switch (tensor.element()) {
                case FLOAT -> bytes.putFloat(tensor.floats()[i]);
                case FLOAT16 -> bytes.putShort(HalfFloat.bits(tensor.floats()[i]));
                case INT64, DOUBLE -> bytes.putLong(tensor.longs()[i]);
                case INT32 -> bytes.putInt((int) tensor.longs()[i]);
                case INT8, UINT8, BOOL -> bytes.put((byte) tensor.longs()[i]);
            }
        }
        return UnsafeByteOperations.unsafeWrap(bytes.flip());
    }

    private static ValueInfoProto port(String name, TensorType type) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Dim dim : type.shape().dims()) {
            TensorShapeProto.Dimension.Builder proto = TensorShapeProto.Dimension.newBuilder();
            if (dim instanceof Dim.Fixed fixed) {
                proto.setDimValue(fixed.size());
            } else if (dim instanceof Dim.Named named) {
                proto.setDimParam(named.name());
            }
            shape.addDim(proto);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.element().code())
                                .setShape(shape)))
                .build();
    }
}

package io.github.yolox4j.export.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The typed graph as protobuf messages. */
final class ModelProtos {

    private ModelProtos() {}

    static ModelProto of(OnnxModel model) {
        ModelProto.Builder proto = ModelProto.newBuilder()
                .setIrVersion(OnnxModel.IR_VERSION)
                .setProducerName(model.producer())
                .setProducerVersion(model.producerVersion())
                .setGraph(graph(model.graph()));
        domains(model.graph())
                .forEach(domain -> proto.addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain(domain.text()).setVersion(domain.version())));
        model.metadata()
                .forEach((key, value) -> proto.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return proto.build();
    }

    private static Set<OnnxOperator.Domain> domains(OnnxGraph graph) {
        Set<OnnxOperator.Domain> domains = EnumSet.of(OnnxOperator.Domain.STANDARD);
        graph.nodes().forEach(node -> domains.add(node.operator().domain()));
        return domains;
    }

    private static GraphProto graph(OnnxGraph graph) {
        GraphProto.Builder proto = GraphProto.newBuilder().setName(graph.name());
        graph.nodes().forEach(node -> proto.addNode(node(node)));
        graph.initialisers().forEach((name, tensor) -> proto.addInitializer(tensor(name, tensor)));
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

    private static NodeProto node(Node node) {
        NodeProto.Builder proto = NodeProto.newBuilder()
                .setName(node.name())
                .setOpType(node.operator().onnxName())
                .setDomain(node.operator().domain().text())
                .addAllInput(node.inputs())
                .addAllOutput(node.outputs());
        node.attributes().all().forEach(attribute -> proto.addAttribute(attribute.toProto()));
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
        int width =
                switch (tensor.element()) {
                    case FLOAT -> Float.BYTES;
                    case INT64 -> Long.BYTES;
                    case BOOL -> 1;
                };
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(tensor.size(), width)).order(ByteOrder.LITTLE_ENDIAN);
        switch (tensor.element()) {
            case FLOAT -> bytes.asFloatBuffer().put(tensor.floats());
            case INT64 -> bytes.asLongBuffer().put(tensor.longs());
            case BOOL -> {
                for (long flag : tensor.longs()) {
                    bytes.put((byte) flag);
                }
                bytes.rewind();
            }
        }
        return ByteString.copyFrom(bytes);
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

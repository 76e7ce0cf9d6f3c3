package io.github.yolox4j.verify.runtime;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Locale;

/** A model that casts its input {@code x}, of three numbers, to other types: an output for each, named as the type. */
public final class CastModel {

    private CastModel() {}

    /** The bytes of the file. */
    public static byte[] of(DataType from, DataType... to) {
        GraphProto.Builder graph = GraphProto.newBuilder().setName("casts").addInput(value("x", from));
        for (DataType type : to) {
            String name = type.name().toLowerCase(Locale.ROOT);
            graph.addNode(NodeProto.newBuilder()
                    .setOpType("Cast")
                    .addInput("x")
                    .addOutput(name)
                    .addAttribute(AttributeProto.newBuilder()
                            .setName("to")
                            .setType(AttributeProto.AttributeType.INT)
                            .setI(type.getNumber())));
            graph.addOutput(value(name, type));
        }
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static ValueInfoProto value(String name, DataType type) {
        ValueInfoProto.Builder info = ValueInfoProto.newBuilder().setName(name);
        info.getTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(type.getNumber())
                .getShapeBuilder()
                .addDimBuilder()
                .setDimValue(3);
        return info.build();
    }
}

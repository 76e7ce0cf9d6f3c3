package io.github.yolox4j.verify.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Ways to damage an ONNX model in one place. */
final class ModelDamage {

    private ModelDamage() {}

    static NodeProto.Builder node(ModelProto.Builder model, String name) {
        return model.getGraphBuilder().getNodeBuilder(indexOfNode(model, name));
    }

    static int indexOfNode(ModelProto.Builder model, String name) {
        return IntStream.range(0, model.getGraph().getNodeCount())
                .filter(i -> model.getGraph().getNode(i).getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no node " + name));
    }

    static TensorProto.Builder initialiser(ModelProto.Builder model, String name) {
        return model.getGraphBuilder().getInitializerBuilder(indexOfInitialiser(model, name));
    }

    static int indexOfInitialiser(ModelProto.Builder model, String name) {
        return IntStream.range(0, model.getGraph().getInitializerCount())
                .filter(i -> model.getGraph().getInitializer(i).getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no initialiser " + name));
    }

    static void weight(ModelProto.Builder model, String name, Consumer<byte[]> deed) {
        TensorProto.Builder tensor = initialiser(model, name);
        byte[] bytes = tensor.getRawData().toByteArray();
        deed.accept(bytes);
        tensor.setRawData(ByteString.copyFrom(bytes));
    }

    static void metadata(ModelProto.Builder model, String key, String value) {
        for (int i = 0; i < model.getMetadataPropsCount(); i++) {
            if (model.getMetadataProps(i).getKey().equals(key)) {
                if (value == null) {
                    model.removeMetadataProps(i);
                } else {
                    model.getMetadataPropsBuilder(i).setValue(value);
                }
                return;
            }
        }
        throw new AssertionError("no metadata " + key);
    }

    static void lastNodeFirst(ModelProto.Builder model) {
        GraphProto.Builder graph = model.getGraphBuilder();
        int last = graph.getNodeCount() - 1;
        NodeProto moved = graph.getNode(last);
        graph.removeNode(last);
        graph.addNode(0, moved);
    }
}

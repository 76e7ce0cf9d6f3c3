package io.github.yolox4j.export.weights;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Changes ONNX files as other people's tools write them. */
final class OnnxFiles {

    private OnnxFiles() {}

    /** The nodes in another order in which they can run. */
    static void shuffle(Path file, Random random) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
        GraphProto.Builder graph = model.getGraphBuilder();
        Set<String> made = new HashSet<>(Set.of(""));
        graph.getInitializerList().forEach(tensor -> made.add(tensor.getName()));
        graph.getInputList().forEach(input -> made.add(input.getName()));
        List<NodeProto> waiting = new ArrayList<>(graph.getNodeList());
        List<NodeProto> order = new ArrayList<>();
        while (!waiting.isEmpty()) {
            List<NodeProto> ready = waiting.stream()
                    .filter(node -> made.containsAll(node.getInputList()))
                    .toList();
            NodeProto next = ready.get(random.nextInt(ready.size()));
            waiting.remove(next);
            made.addAll(next.getOutputList());
            order.add(next);
        }
        Files.write(
                file,
                model.setGraph(graph.clearNode().addAllNode(order)).build().toByteArray());
    }

    /** Large tensors in a file beside the model. */
    static void moveNumbersOut(Path file, String name) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
        GraphProto.Builder graph = model.getGraphBuilder();
        long offset = 0;
        try (OutputStream out = Files.newOutputStream(file.resolveSibling(name))) {
            for (int i = 0; i < graph.getInitializerCount(); i++) {
                TensorProto tensor = graph.getInitializer(i);
                byte[] raw = tensor.getRawData().toByteArray();
                if (raw.length >= 64) {
                    out.write(raw);
                    graph.setInitializer(
                            i,
                            tensor.toBuilder()
                                    .clearRawData()
                                    .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                                    .addExternalData(fact("location", name))
                                    .addExternalData(fact("offset", Long.toString(offset)))
                                    .addExternalData(fact("length", Long.toString(raw.length))));
                    offset += raw.length;
                }
            }
        }
        Files.write(file, model.build().toByteArray());
    }

    private static StringStringEntryProto fact(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    /** Gives the convolution of one layer the input of another's. */
    static void feedFromInputOf(Path file, String layer, String other) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
        GraphProto.Builder graph = model.getGraphBuilder();
        String input = graph.getNode(convolution(graph, other)).getInput(0);
        graph.getNodeBuilder(convolution(graph, layer)).setInput(0, input);
        Files.write(file, model.build().toByteArray());
    }

    private static int convolution(GraphProto.Builder graph, String layer) {
        for (int i = 0; i < graph.getNodeCount(); i++) {
            NodeProto node = graph.getNode(i);
            if (node.getOpType().equals("Conv") && node.getInput(1).startsWith(layer)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no convolution of layer " + layer);
    }
}

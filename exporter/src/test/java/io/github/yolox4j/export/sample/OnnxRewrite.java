package io.github.yolox4j.export.sample;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.yolox4j.onnx.Attribute;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * An ONNX file of a YOLOX in the form of the official ones, taken apart, to be written again in another form that
 * computes the same.
 */
final class OnnxRewrite {

    private static final String PREDICTION = "_preds.";
    private static final float EPSILON = 1e-3f;
    private static final List<Attribute> AXIS_0 = List.of(Attribute.integer("axis", 0));

    private final ModelProto.Builder model;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final Map<String, TensorProto> constants = new LinkedHashMap<>();
    private int made;

    OnnxRewrite(byte[] file) throws InvalidProtocolBufferException {
        model = ModelProto.parseFrom(file).toBuilder();
        nodes.addAll(model.getGraph().getNodeList());
        model.getGraph().getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
    }

    /** Nodes in another order in which they can run: of so many that can be next, one by its place. */
    void order(IntUnaryOperator choice) {
        Set<String> known = new HashSet<>(constants.keySet());
        known.add("");
        model.getGraph().getInputList().forEach(input -> known.add(input.getName()));
        List<NodeProto> waiting = new ArrayList<>(nodes);
        nodes.clear();
        while (!waiting.isEmpty()) {
            List<NodeProto> ready = waiting.stream()
                    .filter(node -> known.containsAll(node.getInputList()))
                    .toList();
            NodeProto next = ready.get(choice.applyAsInt(ready.size()));
            waiting.remove(next);
            known.addAll(next.getOutputList());
            nodes.add(next);
        }
    }

    /** All constants under other names. */
    void renameConstants(UnaryOperator<String> renaming) {
        Map<String, String> names = new HashMap<>();
        constants.keySet().forEach(name -> names.put(name, renaming.apply(name)));
        Map<String, TensorProto> renamed = new LinkedHashMap<>();
        constants.forEach((name, tensor) -> renamed.put(
                names.get(name), tensor.toBuilder().setName(names.get(name)).build()));
        constants.clear();
        constants.putAll(renamed);
        nodes.replaceAll(node -> reading(node, name -> names.getOrDefault(name, name)));
    }

    /** All values between nodes, and the nodes, under other names: by operator and place. */
    void renameValues(UnaryOperator<String> path) {
        Map<String, String> names = new HashMap<>();
        String output = model.getGraph().getOutput(0).getName();
        for (int i = 0; i < nodes.size(); i++) {
            NodeProto node = nodes.get(i);
            String name = path.apply(node.getOpType() + "_" + i);
            node.getOutputList().stream()
                    .filter(value -> !value.equals(output))
                    .forEach(value -> names.put(value, name + "_output_0"));
            nodes.set(i, node.toBuilder().setName(name).build());
        }
        nodes.replaceAll(node -> {
            NodeProto.Builder renamed = reading(node, name -> names.getOrDefault(name, name)).toBuilder();
            for (int i = 0; i < renamed.getOutputCount(); i++) {
                renamed.setOutput(i, names.getOrDefault(renamed.getOutput(i), renamed.getOutput(i)));
            }
            return renamed.build();
        });
    }

    private static NodeProto reading(NodeProto node, UnaryOperator<String> names) {
        NodeProto.Builder renamed = node.toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
            renamed.setInput(i, names.apply(node.getInput(i)));
        }
        return renamed.build();
    }

    /** The batch is chosen at run time, and read off the values with Shape and Gather wherever it is needed. */
    void openBatch(int opset) {
        GraphProto.Builder graph = model.getGraphBuilder();
        open(graph.getInputBuilder(0));
        open(graph.getOutputBuilder(0));
        replace("Reshape", node -> {
            ByteBuffer shape = constants.get(node.getInput(1)).getRawData().asReadOnlyByteBuffer();
            long rows = shape.order(ByteOrder.LITTLE_ENDIAN).getLong(Long.BYTES);
            String batch = node("Gather", node("Shape", node.getInput(0)), scalar(0));
            String sizes = node("Concat", AXIS_0, unsqueezed(batch, opset), longs(rows), longs(-1));
            return node.toBuilder().setInput(1, sizes).build();
        });
    }

    private static void open(ValueInfoProto.Builder port) {
        port.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(0)
                .setDimParam("batch");
    }

    private String unsqueezed(String value, int opset) {
        return opset < 13
                ? node("Unsqueeze", List.of(Attribute.integers("axes", 0)), value)
                : node("Unsqueeze", value, longs(0));
    }

    /** Maps are enlarged to a size computed from their own. */
    void resizeBySizes(String noScales) {
        replace("Resize", node -> {
            String shape = node("Shape", node.getInput(0));
            String channels = node("Slice", shape, longs(0), longs(2), longs(0));
            String doubled = node("Mul", node("Slice", shape, longs(2), longs(4), longs(0)), longs(2, 2));
            String sizes = node("Concat", AXIS_0, channels, doubled);
            return node.toBuilder().setInput(2, noScales).addInput(sizes).build();
        });
    }

    /** The name of a tensor without an element, which stands for scales that are not given in opset 11. */
    String empty() {
        String name = fresh("empty");
        constants.put(
                name,
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(DataType.FLOAT.getNumber())
                        .addDims(0)
                        .build());
        return name;
    }

    /** Batch-norm of random numbers of its own behind every convolution but those that predict. */
    void unfoldNorm(Random random) {
        replace("Conv", node -> {
            if (node.getInput(1).contains(PREDICTION)) {
                return node;
            }
            TensorProto weight = constants.get(node.getInput(1));
            float[] numbers = floats(weight);
            float[][] norm = unfolded(numbers, floats(constants.get(node.getInput(2))), random);
            constants.put(weight.getName(), floats(weight.getName(), weight.getDimsList(), numbers));
            String unfolded = fresh("unfolded");
            nodes.add(node.toBuilder()
                    .clearInput()
                    .addAllInput(node.getInputList().subList(0, 2))
                    .setOutput(0, unfolded)
                    .build());
            NodeProto.Builder after = NodeProto.newBuilder()
                    .setOpType("BatchNormalization")
                    .addAttribute(Attribute.number("epsilon", EPSILON).proto())
                    .addInput(unfolded)
                    .addOutput(node.getOutput(0));
            for (float[] values : norm) {
                String name = fresh("onnx::BatchNormalization_");
                constants.put(name, floats(name, List.of((long) values.length), values));
                after.addInput(name);
            }
            return after.build();
        });
    }

    /** Scale, shift, mean and variance; what they multiply a channel by is divided out of its weights. */
    private static float[][] unfolded(float[] weights, float[] bias, Random random) {
        float[][] norm = new float[4][bias.length];
        int perChannel = weights.length / bias.length;
        for (int i = 0; i < bias.length; i++) {
            norm[0][i] = 0.5f + random.nextFloat();
            norm[2][i] = random.nextFloat() - 0.5f;
            norm[3][i] = 0.5f + random.nextFloat();
            double factor = norm[0][i] / Math.sqrt(norm[3][i] + (double) EPSILON);
            norm[1][i] = (float) (bias[i] + norm[2][i] * factor);
            for (int j = i * perChannel; j < (i + 1) * perChannel; j++) {
                weights[j] = (float) (weights[j] / factor);
            }
        }
        return norm;
    }

    /** {@code sigmoid(x) * x} in place of {@code x * sigmoid(x)}. */
    void turnProducts() {
        replace("Mul", node -> node.toBuilder()
                .setInput(0, node.getInput(1))
                .setInput(1, node.getInput(0))
                .build());
    }

    /** Weights go through a node that changes nothing. */
    void passThroughIdentity() {
        replace("Conv", node -> node.toBuilder()
                .setInput(1, node("Identity", node.getInput(1)))
                .build());
    }

    /** Nodes in place of initialisers. */
    void constantsAsNodes() {
        List<NodeProto> first = new ArrayList<>();
        constants.forEach((name, tensor) -> first.add(NodeProto.newBuilder()
                .setOpType("Constant")
                .addOutput(name)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("value")
                        .setType(AttributeProto.AttributeType.TENSOR)
                        .setT(tensor.toBuilder().clearName()))
                .build()));
        constants.clear();
        nodes.addAll(0, first);
    }

    /** Constants are listed as inputs too, as old files do. */
    void constantsAsInputs() {
        constants.forEach((name, tensor) -> {
            ValueInfoProto.Builder input =
                    model.getGraphBuilder().addInputBuilder().setName(name);
            TypeProto.Tensor.Builder type = input.getTypeBuilder().getTensorTypeBuilder();
            type.setElemType(tensor.getDataType()).getShapeBuilder();
            tensor.getDimsList()
                    .forEach(size -> type.getShapeBuilder().addDimBuilder().setDimValue(size));
        });
    }

    /** The file. */
    byte[] written(int opset, int irVersion, String producerVersion) {
        model.setIrVersion(irVersion)
                .setProducerVersion(producerVersion)
                .clearOpsetImport()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset));
        model.getGraphBuilder()
                .clearNode()
                .addAllNode(nodes)
                .clearInitializer()
                .addAllInitializer(constants.values())
                .clearValueInfo();
        return model.build().toByteArray();
    }

    /** Puts another node in place of each of this operator, after those that making it adds. */
    private void replace(String operator, UnaryOperator<NodeProto> change) {
        List<NodeProto> before = List.copyOf(nodes);
        nodes.clear();
        for (NodeProto node : before) {
            nodes.add(node.getOpType().equals(operator) ? change.apply(node) : node);
        }
    }

    /** Adds a node, and gives the name of its output. */
    private String node(String operator, String... inputs) {
        return node(operator, List.of(), inputs);
    }

    private String node(String operator, List<Attribute> attributes, String... inputs) {
        String output = fresh(operator);
        nodes.add(NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .addAllAttribute(attributes.stream().map(Attribute::proto).toList())
                .build());
        return output;
    }

    private String fresh(String name) {
        return name + "_new_" + made++;
    }

    private String scalar(long value) {
        return longs(List.of(), value);
    }

    private String longs(long... values) {
        return longs(List.of((long) values.length), values);
    }

    private String longs(List<Long> shape, long... values) {
        String name = fresh("longs");
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(DataType.INT64.getNumber())
                .addAllDims(shape);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        constants.put(name, tensor.build());
        return name;
    }

    private static float[] floats(TensorProto tensor) {
        ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[raw.remaining() / Float.BYTES];
        raw.asFloatBuffer().get(values);
        return values;
    }

    private static TensorProto floats(String name, List<Long> shape, float[] values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(DataType.FLOAT.getNumber())
                .addAllDims(shape)
                .setRawData(ByteString.copyFrom(raw))
                .build();
    }
}

package io.github.yolox4j.onnx.file;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.yolox4j.onnx.file.OnnxConvolutions.OnnxBatchNorm;
import io.github.yolox4j.onnx.file.OnnxConvolutions.OnnxConvolution;
import io.github.yolox4j.onnx.tensor.HalfFloat;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/** Walks over the nodes of an ONNX file, keeping of each value which convolutions it comes from. */
final class ConvolutionReader {

    private static final long OPEN = -1;
    /** What ONNX says for a batch-norm that does not say it. */
    private static final double EPSILON = 1e-5;

    private final Path file;
    private final Map<String, TensorProto> constants = new HashMap<>();
    private final Map<String, Set<Integer>> origins = new HashMap<>();
    private final List<OnnxConvolution> convolutions = new ArrayList<>();
    /** The convolution that makes a value, by its place. */
    private final Map<String, Integer> outputs = new HashMap<>();

    private final Set<String> operators = new LinkedHashSet<>();

    ConvolutionReader(Path file) {
        this.file = file;
    }

    OnnxConvolutions read() throws IOException {
        ModelProto model = parse();
        GraphProto graph = model.getGraph();
        graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
        for (NodeProto node : graph.getNodeList()) {
            operators.add(node.getOpType());
            add(node);
        }
        return new OnnxConvolutions(convolutions, operators, inputShape(graph), OnnxHeader.metadata(model));
    }

    private ModelProto parse() throws IOException {
        try {
            ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
            if (model.getGraph().getNodeCount() == 0) {
                throw new IOException(file + ": not an ONNX file, it has no graph");
            }
            return model;
        } catch (InvalidProtocolBufferException e) {
            throw new IOException(file + ": not an ONNX file, or truncated (" + e.getMessage() + ")", e);
        }
    }

    private void add(NodeProto node) throws IOException {
        Set<Integer> from = new HashSet<>();
        node.getInputList().forEach(input -> from.addAll(origins.getOrDefault(input, Set.of())));
        switch (node.getOpType()) {
            case "Conv" -> {
                convolutions.add(convolution(node, from));
                node.getOutputList().forEach(output -> origins.put(output, Set.of(convolutions.size() - 1)));
                node.getOutputList().forEach(output -> outputs.put(output, convolutions.size() - 1));
            }
            case "BatchNormalization" -> {
                addNorm(node);
                node.getOutputList().forEach(output -> origins.put(output, from));
            }
            case "Shape", "Size" -> {
                // Sizes depend on no weights: what is computed from them says nothing of who feeds whom.
            }
            case "Constant" -> node.getAttributeList().stream()
                    .filter(AttributeProto::hasT)
                    .forEach(attribute ->
                            node.getOutputList().forEach(output -> constants.put(output, attribute.getT())));
            case "Identity", "Cast" -> {
                for (String output : node.getOutputList()) {
                    node.getInputList().stream()
                            .filter(constants::containsKey)
                            .forEach(input -> constants.put(output, constants.get(input)));
                    origins.put(output, from);
                    node.getInputList().stream()
                            .filter(outputs::containsKey)
                            .forEach(input -> outputs.put(output, outputs.get(input)));
                }
            }
            default -> node.getOutputList().forEach(output -> origins.put(output, from));
        }
    }

    private void addNorm(NodeProto node) throws IOException {
        Integer before = node.getInputCount() == 5 ? outputs.get(node.getInput(0)) : null;
        if (before == null) {
            throw new IOException(file + ": batch-norm " + node.getName() + " does not follow a convolution");
        }
        double epsilon = node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals("epsilon"))
                .mapToDouble(AttributeProto::getF)
                .findFirst()
                .orElse(EPSILON);
        Tensor[] numbers = new Tensor[4];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = tensor(node, node.getInput(i + 1));
            if (numbers[i].size() != convolutions.get(before).weight().shape()[0]) {
                throw new IOException(file + ": batch-norm " + node.getName() + " has " + numbers[i]
                        + " for a convolution of weights "
                        + convolutions.get(before).weight());
            }
        }
        OnnxBatchNorm norm = new OnnxBatchNorm(numbers[0], numbers[1], numbers[2], numbers[3], epsilon);
        convolutions.set(before, convolutions.get(before).withNorm(norm));
    }

    private OnnxConvolution convolution(NodeProto node, Set<Integer> from) throws IOException {
        if (node.getInputCount() < 2) {
            throw new IOException(file + ": convolution " + node.getName() + " has no weights");
        }
        String weight = node.getInput(1);
        Optional<Tensor> bias = node.getInputCount() > 2 && !node.getInput(2).isEmpty()
                ? Optional.of(tensor(node, node.getInput(2)))
                : Optional.empty();
        OnnxConvolution convolution =
                new OnnxConvolution(node.getName(), weight, tensor(node, weight), bias, Optional.empty(), from);
        long[] shape = convolution.weight().shape();
        if (shape.length != 4 || bias.isPresent() && bias.get().size() != shape[0]) {
            throw new IOException(file + ": convolution " + node.getName()
                    + " has weights " + convolution.weight() + " and bias " + bias
                    + ", expected [out, in, height, width] and [out]");
        }
        return convolution;
    }

    private Tensor tensor(NodeProto node, String name) throws IOException {
        TensorProto constant = constants.get(name);
        if (constant == null) {
            throw new IOException(file + ": '" + name + "' of " + described(node)
                    + " is no constant of the file, but computed from others (a quantised model?)");
        }
        try {
            return FloatConstants.read(constant, file);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": '" + name + "' of " + described(node) + ": " + e.getMessage(), e);
        }
    }

    private static String described(NodeProto node) {
        return (node.getOpType().equals("Conv") ? "convolution " : "batch-norm ") + node.getName();
    }

    /** Files of old list their constants among the inputs. */
    private List<Long> inputShape(GraphProto graph) throws IOException {
        List<ValueInfoProto> inputs = graph.getInputList().stream()
                .filter(input -> !constants.containsKey(input.getName()))
                .toList();
        if (inputs.size() != 1) {
            throw new IOException(file + ": one input is expected, found "
                    + inputs.stream().map(ValueInfoProto::getName).toList());
        }
        return inputs.get(0).getType().getTensorType().getShape().getDimList().stream()
                .map(ConvolutionReader::size)
                .toList();
    }

    private static Long size(TensorShapeProto.Dimension dimension) {
        return dimension.hasDimValue() ? (Long) dimension.getDimValue() : (Long) OPEN;
    }

    /** Floating-point constants of an ONNX file, 16 to 64 bits wide, as floats. */
    private static final class FloatConstants {

        private FloatConstants() {}

        /**
         * The numbers.
         *
         * @param file of the model, which numbers in another file lie beside
         * @throws IllegalArgumentException if there are none, or they are no floating-point numbers, or are not as many
         *     as the shape says
         * @throws IOException if they lie in another file that cannot be read
         */
        static Tensor read(TensorProto constant, Path file) throws IOException {
            boolean beside = constant.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
            ByteBuffer raw = (beside
                            ? ExternalData.of(constant, file)
                            : constant.getRawData().asReadOnlyByteBuffer())
                    .order(ByteOrder.LITTLE_ENDIAN);
            float[] values = values(constant, raw, beside || constant.hasRawData());
            long[] shape =
                    constant.getDimsList().stream().mapToLong(Long::longValue).toArray();
            if (Arrays.stream(shape).anyMatch(side -> side < 1)) {
                throw new IllegalArgumentException(
                        "a shape of positive sizes is expected, found " + Arrays.toString(shape));
            }
            return Tensor.ofFloats(shape, values);
        }

        private static float[] values(TensorProto constant, ByteBuffer raw, boolean isRaw) {
            int bytes = raw.remaining();
            return switch (constant.getDataType()) {
                case TensorProto.DataType.FLOAT_VALUE -> isRaw
                        ? floats(bytes / Float.BYTES, i -> raw.getFloat(i * Float.BYTES))
                        : floats(constant.getFloatDataCount(), constant::getFloatData);
                case TensorProto.DataType.FLOAT16_VALUE -> isRaw
                        ? floats(bytes / Short.BYTES, i -> HalfFloat.of(raw.getShort(i * Short.BYTES)))
                        : floats(constant.getInt32DataCount(), i -> HalfFloat.of((short) constant.getInt32Data(i)));
                case TensorProto.DataType.DOUBLE_VALUE -> isRaw
                        ? floats(bytes / Double.BYTES, i -> raw.getDouble(i * Double.BYTES))
                        : floats(constant.getDoubleDataCount(), constant::getDoubleData);
                default -> throw new IllegalArgumentException("expected floating-point numbers, found "
                        + TensorProto.DataType.forNumber(constant.getDataType()));
            };
        }

        private static float[] floats(int count, IntToDoubleFunction number) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = (float) number.applyAsDouble(i);
            }
            return values;
        }
    }
}

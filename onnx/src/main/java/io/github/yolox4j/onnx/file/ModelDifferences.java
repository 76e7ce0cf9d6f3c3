package io.github.yolox4j.onnx.file;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.github.yolox4j.onnx.tensor.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Where a file departs from the model that it should hold: one sentence per difference, each naming its place. */
public final class ModelDifferences {

    private final ModelProto actual;
    private final ModelProto expected;
    private final List<String> found = new ArrayList<>();

    private ModelDifferences(ModelProto actual, ModelProto expected) {
        this.actual = actual;
        this.expected = expected;
    }

    /**
     * Compares.
     *
     * @param file bytes of an ONNX file
     * @return nothing if the file holds the model
     * @throws IOException if the bytes are no ONNX file
     */
    public static List<String> of(byte[] file, OnnxModel expected) throws IOException {
        return new ModelDifferences(OnnxHeader.model(file), ModelProtos.of(expected)).all();
    }

    private List<String> all() {
        same("the format's IR version", actual.getIrVersion(), expected.getIrVersion());
        same("the opset", opsets(actual), opsets(expected));
        byName("metadata", OnnxHeader.metadata(actual), OnnxHeader.metadata(expected), this::metadata);
        byName("input", GraphProto::getInputList, ValueInfoProto::getName, this::port);
        byName("output", GraphProto::getOutputList, ValueInfoProto::getName, this::port);
        byName("initialiser", GraphProto::getInitializerList, TensorProto::getName, this::tensor);
        byName("node", GraphProto::getNodeList, NodeProto::getName, this::node);
        order(actual.getGraph().getNodeList(), expected.getGraph().getNodeList());
        byName("declared value", GraphProto::getValueInfoList, ValueInfoProto::getName, this::port);
        return List.copyOf(found);
    }

    private void same(String place, Object is, Object shouldBe) {
        if (!is.equals(shouldBe)) {
            found.add(place + " is " + is + ", expected " + shouldBe);
        }
    }

    /** What compares two things of one name; its first argument says what they are. */
    @FunctionalInterface
    private interface Comparer<T> {
        void compare(String place, T is, T shouldBe);
    }

    private <T> void byName(
            String kind, Function<GraphProto, List<T>> things, Function<T, String> name, Comparer<T> comparer) {
        Map<String, T> is = named(things.apply(actual.getGraph()), name);
        byName(kind, is, named(things.apply(expected.getGraph()), name), comparer);
    }

    private <T> void byName(String kind, Map<String, T> is, Map<String, T> shouldBe, Comparer<T> comparer) {
        for (Map.Entry<String, T> entry : shouldBe.entrySet()) {
            String place = kind + " " + entry.getKey();
            if (is.containsKey(entry.getKey())) {
                comparer.compare(place, is.get(entry.getKey()), entry.getValue());
            } else {
                found.add(place + " is missing");
            }
        }
        is.keySet().stream()
                .filter(name -> !shouldBe.containsKey(name))
                .forEach(name -> found.add(kind + " " + name + " is unexpected"));
    }

    private void metadata(String place, String is, String shouldBe) {
        same(place, "'" + is + "'", "'" + shouldBe + "'");
    }

    private void port(String place, ValueInfoProto is, ValueInfoProto shouldBe) {
        same(place, type(is), type(shouldBe));
    }

    private void tensor(String place, TensorProto is, TensorProto shouldBe) {
        same("the element type of " + place, is.getDataType(), shouldBe.getDataType());
        same("the shape of " + place, is.getDimsList(), shouldBe.getDimsList());
        ByteString a = is.getRawData();
        ByteString b = shouldBe.getRawData();
        if (a.equals(b)) {
            return;
        }
        if (a.size() != b.size()) {
            found.add(place + " holds " + a.size() + " bytes, expected " + b.size());
            return;
        }
        int first = IntStream.range(0, a.size())
                .filter(i -> a.byteAt(i) != b.byteAt(i))
                .findFirst()
                .orElseThrow();
        int width = Math.max(1, b.size() / Math.max(1, count(shouldBe)));
        int index = first / width;
        found.add("number " + index + " of " + place + " is " + number(a, index, width, shouldBe) + ", expected "
                + number(b, index, width, shouldBe));
    }

    private void node(String place, NodeProto is, NodeProto shouldBe) {
        same("the operator of " + place, is.getOpType(), shouldBe.getOpType());
        same("the domain of " + place, "'" + is.getDomain() + "'", "'" + shouldBe.getDomain() + "'");
        same("what " + place + " reads", is.getInputList(), shouldBe.getInputList());
        same("what " + place + " makes", is.getOutputList(), shouldBe.getOutputList());
        byName(
                "attribute of " + place + ":",
                named(is.getAttributeList(), AttributeProto::getName),
                named(shouldBe.getAttributeList(), AttributeProto::getName),
                (attribute, one, other) -> same(attribute, value(one), value(other)));
    }

    private void order(List<NodeProto> is, List<NodeProto> shouldBe) {
        if (is.size() != shouldBe.size()) {
            return; // said already, by name
        }
        for (int i = 0; i < is.size(); i++) {
            if (!is.get(i).getName().equals(shouldBe.get(i).getName())) {
                found.add("at position " + i + " is node "
                        + is.get(i).getName() + ", expected node "
                        + shouldBe.get(i).getName());
                return;
            }
        }
    }

    private static String opsets(ModelProto model) {
        return model.getOpsetImportList().stream()
                .map(ModelDifferences::opset)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String opset(OperatorSetIdProto opset) {
        return (opset.getDomain().isEmpty() ? "" : opset.getDomain() + " ") + opset.getVersion();
    }

    private <T> Map<String, T> named(List<T> things, Function<T, String> name) {
        Map<String, T> named = new LinkedHashMap<>();
        for (T thing : things) {
            if (named.put(name.apply(thing), thing) != null) {
                found.add("two things are named " + name.apply(thing));
            }
        }
        return named;
    }

    private static String type(ValueInfoProto port) {
        return port.getType().getTensorType().getElemType() + " "
                + port.getType().getTensorType().getShape().getDimList().stream()
                        .map(ModelDifferences::size)
                        .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String size(TensorShapeProto.Dimension dim) {
        if (dim.hasDimValue()) {
            return Long.toString(dim.getDimValue());
        }
        return dim.getDimParam().isEmpty() ? "?" : dim.getDimParam();
    }

    private static String value(AttributeProto attribute) {
        return switch (attribute.getType()) {
            case INT -> Long.toString(attribute.getI());
            case INTS -> attribute.getIntsList().toString();
            case FLOAT -> Float.toString(attribute.getF());
            case STRING -> attribute.getS().toStringUtf8();
            default -> attribute.toString();
        };
    }

    private static int count(TensorProto tensor) {
        return Math.toIntExact(tensor.getDimsList().stream().reduce(1L, Math::multiplyExact));
    }

    private static String number(ByteString bytes, int index, int width, TensorProto tensor) {
        ByteBuffer numbers = bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (tensor.getDataType() == ElementType.FLOAT.code()) {
            return Float.toString(numbers.getFloat(index * Float.BYTES));
        }
        if (tensor.getDataType() == ElementType.INT64.code()) {
            return Long.toString(numbers.getLong(index * Long.BYTES));
        }
        return Arrays.toString(
                bytes.substring(index * width, (index + 1) * width).toByteArray());
    }
}

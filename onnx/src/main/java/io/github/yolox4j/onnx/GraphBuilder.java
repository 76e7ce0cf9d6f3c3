package io.github.yolox4j.onnx;

import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A graph under construction. Every node is checked as it is added: number of inputs, attributes, shapes, that its
 * inputs belong to this graph, that names are unique. What comes out of {@link #build} is immutable.
 */
public final class GraphBuilder {

    private static final Set<OnnxOperator> COMMUTATIVE = Set.of(OnnxOperator.ADD, OnnxOperator.MUL);

    private final List<Node> nodes = new ArrayList<>();
    private final List<Port> inputs = new ArrayList<>();
    private final Map<String, Tensor> initialisers = new LinkedHashMap<>();
    private final Map<String, TensorType> types = new HashMap<>();
    private final Map<Tensor, Value> shared = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Value absent = new Value(this, "", TensorType.floats(0), Optional.empty(), Optional.empty());
    private final Map<Call, List<Value>> made = new HashMap<>();
    private final boolean sharing;
    private String scope = "";

    private record Call(OnnxOperator operator, List<String> operands, Set<Attribute> settings, int outputs) {

        Call {
            if (COMMUTATIVE.contains(operator)) {
                operands = operands.stream().sorted().toList();
            }
        }
    }

    public GraphBuilder() {
        this(false);
    }

    private GraphBuilder(boolean sharing) {
        this.sharing = sharing;
    }

    /** One that adds each node once: the same operator, operands and settings give the same values. */
    public static GraphBuilder sharing() {
        return new GraphBuilder(true);
    }

    /** Names the nodes to come: {@code scope/Conv}, {@code scope/Conv_2}, ... */
    public void enter(String newScope) {
        scope = newScope;
    }

    /** Adds an input of the graph. */
    public Value input(String name, TensorType type) {
        claim(name);
        inputs.add(new Port(name, type));
        return new Value(this, name, type, Optional.empty(), Optional.empty());
    }

    /** Adds a constant under a name of its own: a parameter of the network. */
    public Value constant(String name, Tensor tensor) {
        claim(name);
        initialisers.put(name, tensor);
        return new Value(this, name, tensor.type(), Optional.of(tensor), Optional.empty());
    }

    /** A nameless constant; equal ones are stored once. */
    public Value constant(Tensor tensor) {
        Value known = shared.get(tensor);
        if (known == null) {
            known = constant(free("constant"), tensor);
            shared.put(tensor, known);
        }
        return known;
    }

    public Value scalar(double value) {
        return constant(Tensor.scalar((float) value));
    }

    /** Whole numbers of shape {@code [n]}. */
    public Value list(long... values) {
        return constant(Tensor.list(values));
    }

    /** Stands for an optional input that is left out. */
    public Value absent() {
        return absent;
    }

    /** Adds a node that joins values along an axis. */
    public Value concat(long axis, Value... parts) {
        return add(OnnxOperator.CONCAT, List.of(parts), Attribute.integer("axis", axis));
    }

    /** Adds a node with one output. */
    public Value add(OnnxOperator operator, List<Value> operands, Attribute... attributes) {
        return add(operator, operands, 1, attributes).get(0);
    }

    /**
     * Adds a node.
     *
     * @param outputs how many outputs it has
     * @throws IllegalArgumentException if the operator cannot be applied so
     */
    public List<Value> add(OnnxOperator operator, List<Value> operands, int outputs, Attribute... attributes) {
        String name = free(scope.isEmpty() ? operator.onnxName() : scope + "/" + operator.onnxName());
        for (Value operand : operands) {
            if (operand.owner() != this) {
                throw new IllegalArgumentException("node " + name + ": value " + operand + " belongs to another graph");
            }
        }
        List<String> inputNames = operands.stream().map(Value::name).toList();
        Call call = new Call(operator, inputNames, Set.copyOf(Arrays.asList(attributes)), outputs);
        if (sharing && made.containsKey(call)) {
            return made.get(call);
        }
        Attributes settings = Attributes.of(attributes);
        operator.check(name, operands.size(), outputs, settings);
        List<TensorType> results =
                operator.inference().outputs(new ShapeRule.Call(name, operator, operands, settings), outputs);
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            String value = i == 0 ? name : name + ":" + i;
            claim(value);
            types.put(value, results.get(i));
            Optional<Value> shapeOf = operator == OnnxOperator.SHAPE ? Optional.of(operands.get(0)) : Optional.empty();
            values.add(new Value(this, value, results.get(i), Optional.empty(), shapeOf));
        }
        nodes.add(new Node(
                name, operator, inputNames, values.stream().map(Value::name).toList(), settings));
        made.put(call, List.copyOf(values));
        return made.get(call);
    }

    /**
     * Finishes the graph.
     *
     * @param outputs names of the outputs and the values they show, in order
     */
    public OnnxGraph build(String graphName, Map<String, Value> outputs) {
        Map<String, String> renamed = new HashMap<>();
        List<Node> finished = new ArrayList<>(nodes);
        List<Port> ports = new ArrayList<>();
        outputs.forEach((name, value) -> {
            if (value.owner() != this) {
                throw new IllegalArgumentException("output " + name + ": value " + value + " belongs to another graph");
            }
            claim(name);
            boolean madeByNode = types.containsKey(value.name());
            if (madeByNode && !renamed.containsKey(value.name())) {
                renamed.put(value.name(), name);
            } else {
                finished.add(Node.of(OnnxOperator.IDENTITY, List.of(value.name()), name));
            }
            ports.add(new Port(name, value.type()));
        });
        Map<String, TensorType> named = new HashMap<>();
        types.forEach((name, type) -> named.put(renamed.getOrDefault(name, name), type));
        ports.forEach(port -> named.put(port.name(), port.type()));
        finished.replaceAll(
                node -> node.withInputs(rename(node.inputs(), renamed)).withOutputs(rename(node.outputs(), renamed)));
        return new OnnxGraph(graphName, finished, initialisers, inputs, ports, named);
    }

    private static List<String> rename(List<String> values, Map<String, String> renamed) {
        return values.stream().map(v -> renamed.getOrDefault(v, v)).toList();
    }

    private void claim(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a value needs a name");
        }
        if (!names.add(name)) {
            throw new IllegalArgumentException("the graph already has a value named " + name);
        }
    }

    private String free(String wanted) {
        String name = wanted;
        for (int i = 2; names.contains(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }
}

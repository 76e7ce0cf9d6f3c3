package io.github.yolox4j.export.lowering;

import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Translates the part of a SameDiff graph that some outputs depend on, one operator after the other. Nothing is
 * simplified here; that is the passes' work.
 */
public final class Lowering {

    private static final long NO_BATCH = -1;

    private final LoweringRules rules;
    private final SameDiff graph;
    private final LoweringRequest request;
    private final ParameterSource parameters;
    private final GraphBuilder onnx = new GraphBuilder();
    private final Map<String, Value> values = new HashMap<>();
    private final long declaredBatch;

    /** Variables that depend on an input; the others hold parameters, which have no batch. */
    private final Set<String> fed = new HashSet<>();

    private Lowering(LoweringRules rules, SameDiff graph, LoweringRequest request, ParameterSource parameters) {
        this.rules = rules;
        this.graph = graph;
        this.request = request;
        this.parameters = parameters;
        this.declaredBatch = declaredBatch();
    }

    /**
     * Translates.
     *
     * @param parameters the numbers of every variable and constant that is no input
     * @throws UnsupportedOperatorException if an operator that is needed has no rule, or a setting of it no translation
     * @throws IllegalArgumentException if an input or output is not in the graph, or a parameter has no numbers or the
     *     wrong shape
     */
    public static OnnxGraph lower(
            LoweringRules rules, SameDiff graph, LoweringRequest request, ParameterSource parameters) {
        return new Lowering(rules, graph, request, parameters).run();
    }

    /**
     * What stands for what: the value of every variable that depends on an input.
     *
     * @return variables of {@code graph} by the names of their values in the translated graph
     */
    public static Map<String, String> trace(
            LoweringRules rules, SameDiff graph, LoweringRequest request, ParameterSource parameters) {
        Lowering lowering = new Lowering(rules, graph, request, parameters);
        lowering.run();
        Map<String, String> variables = new HashMap<>();
        lowering.fed.forEach(
                variable -> variables.put(lowering.values.get(variable).name(), variable));
        return variables;
    }

    private OnnxGraph run() {
        for (LoweringRequest.Input input : request.inputs()) {
            SDVariable variable = variable(input.variable());
            TensorType type = new TensorType(NdTensors.element(input.variable(), variable.dataType()), input.shape());
            values.put(input.variable(), request.frame().input(input.name(), type, onnx));
            fed.add(input.variable());
        }
        request.outputs().values().forEach(this::variable);
        for (SameDiffOp op : ancestors(request.outputs().values())) {
            List<String> reads = op.getInputsToOp();
            boolean batched = reads != null && !reads.isEmpty() && fed.contains(reads.get(0));
            lower(new SameDiffNode(op, batched ? declaredBatch : NO_BATCH, exportedBatch()));
            if (reads != null && !Collections.disjoint(reads, fed)) {
                fed.addAll(op.getOutputsOfOp());
            }
        }
        Map<String, Value> outputs = new LinkedHashMap<>();
        request.outputs().forEach((name, variable) -> outputs.put(name, value(variable, "an output")));
        return onnx.build(request.graphName(), request.frame().outputs(outputs, onnx));
    }

    private void lower(SameDiffNode node) {
        LoweringRule rule = rules.find(node.operator())
                .orElseThrow(() -> node.unsupported("it has no rule; register one with LoweringRules.with(" + '"'
                        + node.operator() + '"' + ", rule), see " + LoweringRule.class.getName()));
        List<Value> inputs = new ArrayList<>();
        for (String input : node.inputs()) {
            inputs.add(value(input, node.toString()));
        }
        onnx.enter(node.outputs().get(0));
        List<Value> made = rule.lower(node, List.copyOf(inputs), onnx);
        if (made.size() != node.outputs().size()) {
            throw new IllegalStateException("the rule for " + node + " gave " + made.size() + " values, the node has "
                    + node.outputs().size() + " outputs: " + node.outputs());
        }
        for (int i = 0; i < made.size(); i++) {
            values.put(node.outputs().get(i), made.get(i));
        }
    }

    /** The value of a variable: known already, or a parameter met for the first time. */
    private Value value(String name, String reader) {
        Value known = values.get(name);
        if (known != null) {
            return known;
        }
        SDVariable variable = variable(name);
        if (variable.getVariableType() == VariableType.PLACEHOLDER) {
            throw new IllegalArgumentException("placeholder " + name + ", read by " + reader
                    + ", is not among the inputs of the export: "
                    + request.inputs().stream()
                            .map(LoweringRequest.Input::variable)
                            .toList());
        }
        INDArray array = parameters
                .find(name)
                .orElseThrow(() ->
                        new IllegalArgumentException("variable " + name + ", read by " + reader + ", has no numbers"));
        long[] declared = variable.getShape();
        if (declared != null && !Arrays.equals(declared, array.shape())) {
            throw new IllegalArgumentException("variable " + name + " has shape " + Arrays.toString(declared)
                    + " in the graph, its numbers have shape " + Arrays.toString(array.shape()));
        }
        Tensor tensor = NdTensors.of(name, array);
        Value constant = onnx.constant(name, tensor);
        values.put(name, constant);
        return constant;
    }

    /** The operators that {@code targets} depend on, each after those it reads from. */
    private List<SameDiffOp> ancestors(Iterable<String> targets) {
        Set<SameDiffOp> order = new LinkedHashSet<>();
        Set<String> opened = new LinkedHashSet<>();
        for (String target : targets) {
            Deque<String> waiting = new ArrayDeque<>(List.of(target));
            while (!waiting.isEmpty()) {
                String name = waiting.peek();
                SameDiffOp op = maker(name);
                if (values.containsKey(name) || op == null || order.contains(op)) {
                    waiting.pop();
                } else if (!opened.add(op.getName())) {
                    waiting.pop();
                    order.add(op);
                } else if (op.getInputsToOp() != null) {
                    List<String> reads = op.getInputsToOp();
                    for (int i = reads.size() - 1; i >= 0; i--) {
                        waiting.push(reads.get(i));
                    }
                }
            }
        }
        return List.copyOf(order);
    }

    private SameDiffOp maker(String variable) {
        String op = graph.getVariables().get(variable).getOutputOfOp();
        return op == null ? null : graph.getOps().get(op);
    }

    private SDVariable variable(String name) {
        if (!graph.hasVariable(name)) {
            throw new IllegalArgumentException("the graph has no variable " + name);
        }
        return graph.getVariable(name);
    }

    private Dim exportedBatch() {
        boolean batched =
                !request.inputs().isEmpty() && request.inputs().get(0).shape().rank() > 0;
        return batched ? request.inputs().get(0).shape().dim(0) : Dim.unknown();
    }

    /** The size of axis 0 of the first input as the graph was built. */
    private long declaredBatch() {
        if (request.inputs().isEmpty()) {
            return NO_BATCH;
        }
        SDVariable first = variable(request.inputs().get(0).variable());
        long[] shape = first.isPlaceHolder() ? first.placeholderShape() : null;
        return shape == null || shape.length == 0 ? NO_BATCH : shape[0];
    }
}

package io.github.yolox4j.onnx.pass;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adds nodes to a graph, each once: the same operator on the same operands with the same settings gives the same
 * values.
 */
final class SharedNodes {

    private static final Set<OnnxOperator> COMMUTATIVE = Set.of(OnnxOperator.ADD, OnnxOperator.MUL);

    private record Call(OnnxOperator operator, List<String> operands, Set<Attribute> settings, int outputs) {}

    private final GraphBuilder onnx;
    private final Map<Call, List<Value>> known = new HashMap<>();

    SharedNodes(GraphBuilder onnx) {
        this.onnx = onnx;
    }

    GraphBuilder builder() {
        return onnx;
    }

    Value add(OnnxOperator operator, Value... operands) {
        return add(operator, List.of(operands), 1, List.of()).get(0);
    }

    List<Value> add(OnnxOperator operator, List<Value> operands, int outputs, List<Attribute> settings) {
        List<String> names = new ArrayList<>(operands.stream().map(Value::name).toList());
        if (COMMUTATIVE.contains(operator)) {
            Collections.sort(names);
        }
        Call call = new Call(operator, names, Set.copyOf(settings), outputs);
        List<Value> values = known.get(call);
        if (values == null) {
            values = onnx.add(operator, operands, outputs, settings.toArray(Attribute[]::new));
            known.put(call, values);
        }
        return values;
    }
}

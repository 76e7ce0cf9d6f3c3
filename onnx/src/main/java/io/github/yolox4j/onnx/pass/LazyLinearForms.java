package io.github.yolox4j.onnx.pass;

import static io.github.yolox4j.onnx.OnnxOperator.CONSTANT_OF_SHAPE;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_MEAN;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Saves passes over large tensors where small ones are broadcast into them, as batch-norm and its gradient do all the
 * time. Sums, products with small tensors, broadcasts and sums over axes are kept as {@link LinearForm}s and computed
 * where another operator needs the tensor. The sum over \(x - \bar x\) is known to be 0.
 *
 * <p>Rounding differs from the graph's as written: factors are multiplied with each other first, then with the large
 * tensor. Shapes must be fixed; what is not is left as it is.
 */
public final class LazyLinearForms implements GraphPass {

    @Override
    public OnnxGraph apply(OnnxGraph graph) {
        return new Rewriting(graph).run();
    }

    private static final class Rewriting {
        private final OnnxGraph graph;
        private final GraphBuilder onnx = GraphBuilder.sharing();
        private final LinearValues values = new LinearValues(onnx);
        private final LinearArithmetic arithmetic = new LinearArithmetic(values);
        private final Map<String, LinearForm> forms = new HashMap<>();
        private final Map<String, Value> others = new HashMap<>();

        Rewriting(OnnxGraph graph) {
            this.graph = graph;
        }

        OnnxGraph run() {
            others.put("", onnx.absent());
            graph.inputs().forEach(port -> keep(port.name(), onnx.input(port.name(), port.type())));
            graph.initialisers().forEach(this::constant);
            graph.nodes().forEach(this::rewrite);
            Map<String, Value> outputs = new LinkedHashMap<>();
            graph.outputs().forEach(port -> outputs.put(port.name(), value(port.name())));
            return onnx.build(graph.name(), outputs);
        }

        private void constant(String name, Tensor tensor) {
            others.put(name, onnx.constant(name, tensor));
            if (tensor.element() == ElementType.FLOAT) {
                TensorShape shape = tensor.type().shape();
                boolean isNumber = tensor.size() == 1;
                forms.put(name, isNumber ? LinearForm.of(tensor.floats()[0], shape) : LinearForm.of(others.get(name)));
            }
        }

        private void keep(String name, Value value) {
            others.put(name, value);
            if (value.type().element() == ElementType.FLOAT && value.shape().isFixed()) {
                forms.put(name, LinearForm.of(value));
            }
        }

        private void rewrite(Node node) {
            onnx.enter(node.name().substring(0, Math.max(node.name().lastIndexOf('/'), 0)));
            TensorType type = graph.types().get(node.outputs().get(0));
            boolean isLinear = type.element() == ElementType.FLOAT
                    && type.shape().isFixed()
                    && !node.inputs().isEmpty()
                    && (forms.containsKey(node.inputs().get(0)) || node.operator() == CONSTANT_OF_SHAPE);
            Optional<LinearForm> form = isLinear ? form(node, type.shape()) : Optional.empty();
            if (form.isPresent()) {
                forms.put(node.output(), form.get());
            } else {
                copy(node);
            }
        }

        /** The node's output as a form of its inputs, if its operator is one of these. */
        private Optional<LinearForm> form(Node node, TensorShape shape) {
            LinearForm a = forms.get(node.inputs().get(0));
            Optional<LinearForm> b = node.inputs().size() < 2
                    ? Optional.empty()
                    : Optional.ofNullable(forms.get(node.inputs().get(1)));
            return switch (node.operator()) {
                case IDENTITY -> Optional.of(a);
                case NEG -> Optional.of(arithmetic.scaled(a, -1));
                case ADD -> b.map(second -> arithmetic.sum(a, second, 1, shape));
                case SUB -> b.map(second -> arithmetic.sum(a, second, -1, shape));
                case MUL -> b.map(second -> arithmetic.product(a, second, shape));
                case EXPAND -> Optional.of(arithmetic.expanded(a, shape));
                case CONSTANT_OF_SHAPE -> Optional.of(LinearForm.of(0, shape));
                case REDUCE_SUM -> keepsAxes(node) ? Optional.of(arithmetic.reduced(a, axes(node))) : Optional.empty();
                default -> Optional.empty();
            };
        }

        private boolean keepsAxes(Node node) {
            return node.inputs().size() == 2 && node.attributes().integer("keepdims", 1) == 1;
        }

        private long[] axes(Node node) {
            int rank = graph.types().get(node.output()).shape().rank();
            return LongStream.of(graph.initialisers().get(node.inputs().get(1)).longs())
                    .map(axis -> axis < 0 ? axis + rank : axis)
                    .toArray();
        }

        private void copy(Node node) {
            List<Value> operands = node.inputs().stream().map(this::value).toList();
            Attribute[] settings = node.attributes().all().toArray(Attribute[]::new);
            List<Value> made =
                    onnx.add(node.operator(), operands, node.outputs().size(), settings);
            for (int i = 0; i < made.size(); i++) {
                keep(node.outputs().get(i), made.get(i));
            }
            if (node.operator() == REDUCE_MEAN && node.attributes().has("axes")) {
                values.noteMean(made.get(0), operands.get(0), node.attributes().integers("axes"));
            }
        }

        private Value value(String name) {
            Value known = others.get(name);
            return known != null ? known : values.value(forms.get(name));
        }
    }
}

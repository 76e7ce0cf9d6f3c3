package io.github.yolox4j.onnx.pass;

import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_MEAN;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
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
        GraphBuilder onnx = GraphBuilder.sharing();
        return GraphCopy.of(graph, onnx, new Forms(graph, new LinearValues(onnx)));
    }

    /** The forms of values by name. */
    private static final class Forms implements GraphCopy.LazyRule {
        private final OnnxGraph graph;
        private final LinearValues values;
        private final LinearArithmetic arithmetic;
        private final Map<String, LinearForm> forms = new HashMap<>();

        Forms(OnnxGraph graph, LinearValues values) {
            this.graph = graph;
            this.values = values;
            this.arithmetic = new LinearArithmetic(values);
        }

        @Override
        public Optional<Supplier<Value>> instead(Node node, GraphCopy copy) {
            if (node.operator() == REDUCE_MEAN && node.attributes().has("axes")) {
                Value x = copy.value(node.inputs().get(0));
                Value mean = x.then(REDUCE_MEAN, node.attributes().all().toArray(Attribute[]::new));
                values.noteMean(mean, x, node.attributes().integers("axes"));
                return Optional.of(() -> mean);
            }
            TensorType type = graph.types().get(node.outputs().get(0));
            boolean isLinear =
                    type.element() == ElementType.FLOAT && type.shape().isFixed();
            Optional<LinearForm> form = isLinear ? form(node, type.shape(), copy) : Optional.empty();
            form.ifPresent(known -> forms.put(node.output(), known));
            return form.map(known -> () -> values.value(known));
        }

        /** The node's output as a form of its inputs, if its operator is one of these. */
        private Optional<LinearForm> form(Node node, TensorShape shape, GraphCopy copy) {
            Optional<LinearForm> a = operand(node, 0, copy);
            Optional<LinearForm> b = operand(node, 1, copy);
            return switch (node.operator()) {
                case CONSTANT_OF_SHAPE -> Optional.of(LinearForm.of(0, shape));
                case IDENTITY -> a;
                case NEG -> a.map(first -> arithmetic.scaled(first, -1));
                case ADD -> a.flatMap(first -> b.map(second -> arithmetic.sum(first, second, 1, shape)));
                case SUB -> a.flatMap(first -> b.map(second -> arithmetic.sum(first, second, -1, shape)));
                case MUL -> a.flatMap(first -> b.map(second -> arithmetic.product(first, second, shape)));
                case EXPAND -> a.map(first -> arithmetic.expanded(first, shape));
                case REDUCE_SUM -> a.filter(first -> keepsAxes(node))
                        .map(first -> arithmetic.reduced(first, axes(node)));
                default -> Optional.empty();
            };
        }

        /** An operand as a form: floats of a fixed shape have one. */
        private Optional<LinearForm> operand(Node node, int input, GraphCopy copy) {
            String name = input < node.inputs().size() ? node.inputs().get(input) : "";
            if (!name.isEmpty() && !forms.containsKey(name)) {
                Value value = copy.value(name);
                if (value.type().element() == ElementType.FLOAT && value.shape().isFixed()) {
                    forms.put(
                            name,
                            value.constant()
                                    .filter(constant -> constant.size() == 1)
                                    .map(number -> LinearForm.of(number.floats()[0], value.shape()))
                                    .orElseGet(() -> LinearForm.of(value)));
                }
            }
            return Optional.ofNullable(forms.get(name));
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
    }
}

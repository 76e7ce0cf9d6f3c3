package io.github.yolox4j.onnx.pass;

import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
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
 * Takes constant arithmetic per channel that follows a convolution into its weights and bias.
 *
 * <p>Batch-norm in evaluation form is \( (x - \mu)\,\gamma / \sqrt{\sigma^2 + \epsilon} + \beta \): a subtraction, a
 * multiplication and an addition of constants of shape {@code [1, C, 1, 1]}. Any chain of such steps is
 * \( y = s_c x + t_c \), and
 * \[ s_c\,(w_c * x + b_c) + t_c = (s_c w_c) * x + (s_c b_c + t_c). \]
 * The chain is followed while each value is read once and is no output of the graph; sums are kept in double precision.
 */
public final class ConvBatchNormFolding implements GraphPass {

    @Override
    public OnnxGraph apply(OnnxGraph graph) {
        return new Folding(graph).run();
    }

    private static final class Folding {
        private final OnnxGraph graph;
        private final Map<String, Integer> uses;
        private final Map<String, Node> onlyReader = new HashMap<>();
        private final Map<String, Tensor> constants;
        private final Map<String, Node> replaced = new HashMap<>();

        Folding(OnnxGraph graph) {
            this.graph = graph;
            this.uses = graph.uses();
            this.constants = new LinkedHashMap<>(graph.initialisers());
            for (Node node : graph.nodes()) {
                for (String value : node.inputs()) {
                    if (uses.getOrDefault(value, 0) == 1) {
                        onlyReader.put(value, node);
                    }
                }
            }
        }

        OnnxGraph run() {
            List<Node> nodes = new ArrayList<>();
            Set<String> gone = new HashSet<>();
            for (Node node : graph.nodes()) {
                if (node.operator() == OnnxOperator.CONV) {
                    fold(node).forEach(folded -> gone.add(folded.name()));
                }
            }
            for (Node node : graph.nodes()) {
                if (!gone.contains(node.name())) {
                    nodes.add(replaced.getOrDefault(node.name(), node));
                }
            }
            return graph.with(nodes, constants);
        }

        /** Folds what follows {@code conv}; returns the nodes that are no longer needed. */
        private List<Node> fold(Node conv) {
            Tensor weight = constants.get(conv.inputs().get(1));
            boolean biased = conv.inputs().size() > 2;
            Tensor bias = biased ? constants.get(conv.inputs().get(2)) : null;
            if (weight == null || biased && bias == null) {
                return List.of();
            }
            ChannelSteps steps = new ChannelSteps((int) weight.shape()[0], weight.shape().length);
            List<Node> chain = new ArrayList<>();
            Node last = conv;
            Node next = onlyReader.get(last.output());
            while (next != null && steps.absorb(next, last.output(), constants)) {
                chain.add(next);
                last = next;
                next = onlyReader.get(last.output());
            }
            if (chain.isEmpty()) {
                return List.of();
            }
            String weightName = store(conv.inputs().get(1), conv.name() + "/weight", steps.weight(weight));
            Tensor moved = steps.bias(Optional.ofNullable(bias));
            String biasName = biased
                    ? store(conv.inputs().get(2), conv.name() + "/bias", moved)
                    : newBias(weightName, conv, moved);
            Node folded = conv.withInputs(List.of(conv.inputs().get(0), weightName, biasName));
            replaced.put(conv.name(), folded.withOutputs(List.of(last.output())));
            return chain;
        }

        /**
         * A bias for a convolution that had none: {@code stem.bias} beside {@code stem.weight}, if that name is free.
         */
        private String newBias(String weightName, Node conv, Tensor bias) {
            String beside = weightName.replaceFirst("weight$", "bias");
            boolean free = !constants.containsKey(beside) && !uses.containsKey(beside);
            String name = free ? beside : conv.name() + "/bias";
            constants.put(name, bias);
            return name;
        }

        /** Keeps the old name where nothing else reads the old constant. */
        private String store(String old, String fresh, Tensor tensor) {
            String name = uses.getOrDefault(old, 0) == 1 ? old : fresh;
            constants.put(name, tensor);
            return name;
        }
    }

    /** \( y = s_c x + t_c \), grown step by step. */
    private static final class ChannelSteps {
        private final double[] scale;
        private final double[] shift;
        private final int rank;

        ChannelSteps(int channels, int rank) {
            this.scale = new double[channels];
            this.shift = new double[channels];
            this.rank = rank;
            Arrays.fill(scale, 1);
        }

        /** Takes {@code step}, which reads {@code value}, in if it is arithmetic with a constant per channel. */
        boolean absorb(Node step, String value, Map<String, Tensor> constants) {
            if (step.inputs().size() != 2) {
                return false;
            }
            boolean first = step.inputs().get(0).equals(value);
            Tensor constant = constants.get(step.inputs().get(first ? 1 : 0));
            boolean isDivisor = step.operator() == OnnxOperator.DIV && !first;
            if (constant == null || constant.element() != ElementType.FLOAT || !perChannel(constant) || isDivisor) {
                return false;
            }
            for (int c = 0; c < scale.length; c++) {
                double k = constant.floats()[constant.size() == 1 ? 0 : c];
                switch (step.operator()) {
                    case ADD -> shift[c] += k;
                    case SUB -> {
                        scale[c] = first ? scale[c] : -scale[c];
                        shift[c] = first ? shift[c] - k : k - shift[c];
                    }
                    case MUL -> {
                        scale[c] *= k;
                        shift[c] *= k;
                    }
                    case DIV -> {
                        scale[c] /= k;
                        shift[c] /= k;
                    }
                    default -> {
                        return false;
                    }
                }
            }
            return true;
        }

        /**
         * Whether it holds one number, or one per channel on the channel axis, when broadcast to {@code [N, C, ...]}.
         */
        private boolean perChannel(Tensor constant) {
            long[] shape = constant.shape();
            if (shape.length > rank) {
                return false;
            }
            int channelAxis = shape.length - (rank - 1);
            return constant.size() == 1
                    || channelAxis >= 0 && constant.size() == scale.length && shape[channelAxis] == scale.length;
        }

        Tensor weight(Tensor weight) {
            float[] old = weight.floats();
            float[] scaled = new float[old.length];
            int perChannel = old.length / scale.length;
            for (int i = 0; i < old.length; i++) {
                scaled[i] = (float) (old[i] * scale[i / perChannel]);
            }
            return Tensor.ofFloats(weight.shape(), scaled);
        }

        Tensor bias(Optional<Tensor> bias) {
            float[] moved = new float[scale.length];
            for (int c = 0; c < moved.length; c++) {
                double old = bias.isPresent() ? bias.get().floats()[c] : 0;
                moved[c] = (float) (scale[c] * old + shift[c]);
            }
            return Tensor.ofFloats(new long[] {moved.length}, moved);
        }
    }
}

package io.github.yolox4j.model.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2DDerivative;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A graph extended by the operators that compute the gradient of a loss with respect to every variable that it depends
 * on: the chain rule in reverse order, with the derivative that each of SameDiff's operators gives of itself.
 *
 * @implNote {@code SameDiff.createGradFunction} does the same in a copy of the graph, which it makes by writing and
 *     reading the graph as a file. That takes seconds, most of them for a table of TensorFlow's operators, and it
 *     prints one line per operator.
 */
public final class GradientGraph {

    private static final String GRADIENT = "-grad";

    /** Which input of a convolution is its weight. */
    private static final int WEIGHT = 1;

    /** Which argument of a convolution tells its weight's layout. */
    private static final int LAYOUT = 10;

    private final SameDiff graph;
    private final Map<String, SDVariable> gradients = new HashMap<>();

    private GradientGraph(SameDiff graph) {
        this.graph = graph;
    }

    /**
     * Differentiates a loss. Its graph gets the operators of the gradients.
     *
     * @param loss a scalar of the graph
     */
    public static GradientGraph of(SDVariable loss) {
        GradientGraph made = new GradientGraph(loss.getSameDiff());
        made.differentiate(loss);
        keepWeightLayouts(made.graph);
        return made;
    }

    /** Forward and backward operators. */
    public SameDiff graph() {
        return graph;
    }

    private void differentiate(SDVariable loss) {
        List<SameDiffOp> operators = new ArrayList<>(graph.getOps().values()); // each after what it reads
        Set<String> depending = depending(operators);
        gradients.put(loss.name(), graph.constant(loss.name() + "-itself", Nd4j.scalar(loss.dataType(), 1)));
        Collections.reverse(operators);
        for (SameDiffOp operator : operators) {
            List<String> outputs = operator.getOutputsOfOp();
            if (outputs.stream().anyMatch(gradients::containsKey)
                    && outputs.stream().anyMatch(depending::contains)) {
                differentiate(operator, depending);
            }
        }
        nameGradients();
    }

    /** Names the gradients of variables after them; what is the gradient of two is named after one. */
    private void nameGradients() {
        Set<SDVariable> named = Collections.newSetFromMap(new IdentityHashMap<>());
        for (SDVariable variable : List.copyOf(graph.variables())) {
            SDVariable gradient = gradients.get(variable.name());
            if (variable.getVariableType() == VariableType.VARIABLE && gradient != null) {
                SDVariable own = named.add(gradient) ? gradient : graph.identity(gradient);
                gradients.put(variable.name(), own.rename(variable.name() + GRADIENT));
            }
        }
    }

    /** The names of all that depends on a variable. */
    private Set<String> depending(List<SameDiffOp> operators) {
        Set<String> depending = new HashSet<>();
        for (SDVariable variable : graph.variables()) {
            if (variable.getVariableType() == VariableType.VARIABLE) {
                depending.add(variable.name());
            }
        }
        for (SameDiffOp operator : operators) {
            if (operator.getInputsToOp().stream().anyMatch(depending::contains)) {
                depending.addAll(operator.getOutputsOfOp());
            }
        }
        return depending;
    }

    private void differentiate(SameDiffOp operator, Set<String> depending) {
        List<SDVariable> ofOutputs = new ArrayList<>();
        for (String output : operator.getOutputsOfOp()) {
            SDVariable known = gradients.get(output);
            ofOutputs.add(known != null ? known : graph.zerosLike(graph.getVariable(output)));
        }
        List<SDVariable> ofInputs = operator.getOp().doDiff(ofOutputs);
        List<String> inputs = operator.getInputsToOp();
        for (int i = 0; i < inputs.size(); i++) {
            if (depending.contains(inputs.get(i))) {
                gradients.merge(inputs.get(i), ofInputs.get(i), SDVariable::add);
            }
        }
    }

    /**
     * ND4J forgets the layout of a convolution's weight when it makes the gradient; so it is taken over from the
     * convolution.
     */
    static void keepWeightLayouts(SameDiff gradients) {
        Map<String, Long> layouts = new HashMap<>();
        for (SameDiffOp node : gradients.getOps().values()) {
            if (node.getOp() instanceof Conv2D convolution && !(convolution instanceof Conv2DDerivative)) {
                layouts.put(node.getInputsToOp().get(WEIGHT), convolution.getIArgument(LAYOUT));
            }
        }
        for (SameDiffOp node : gradients.getOps().values()) {
            if (node.getOp() instanceof Conv2DDerivative derivative) {
                long[] arguments = derivative.iArgs();
                arguments[LAYOUT] = layouts.get(node.getInputsToOp().get(WEIGHT));
                Conv2DDerivative right = new Conv2DDerivative();
                right.addIArgument(arguments);
                right.setSameDiff(gradients);
                right.setOwnName(derivative.getOwnName());
                node.setOp(right);
            }
        }
    }

    /**
     * The name of the variable that holds a variable's gradient.
     *
     * @throws IllegalArgumentException if the loss does not depend on it
     */
    public String gradientOf(String variable) {
        SDVariable gradient = gradients.get(variable);
        if (gradient == null) {
            throw new IllegalArgumentException("the loss does not depend on " + variable);
        }
        return gradient.name();
    }
}

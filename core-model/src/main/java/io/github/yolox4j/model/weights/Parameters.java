package io.github.yolox4j.model.weights;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Gives a network its parameters while it is built. Nobody lists the parameters of a network: building it asks for each
 * by its description.
 */
public sealed interface Parameters permits Weights, ParameterList {

    /**
     * Adds a parameter to a graph.
     *
     * @param training whether the graph is to be differentiated: with respect to what {@link #isTrained} then
     */
    SDVariable variable(SameDiff graph, ParameterSpec spec, boolean training);

    /** Whether training leaves the parameter, or running statistic, of that name as it is. */
    boolean isFrozen(String name);

    /** Whether training gives it a gradient: it is no running statistic, and not frozen. */
    default boolean isTrained(ParameterSpec spec) {
        return spec.kind().isTrainable() && !isFrozen(spec.name());
    }
}

package io.github.yolox4j.train.optim;

import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What an optimiser remembers from step to step. Two are equal if all their numbers are. */
public final class OptimizerState {

    private final String optimizer;
    private final long steps;
    private final Map<String, INDArray> arrays;

    /**
     * @param optimizer its name, as {@link Optimizer.Settings#optimizer()}
     * @param steps it has made, where it counts them, else 0
     * @param arrays by kind and parameter, as in {@code velocity.head.stems.0.conv.weight}, in the graph's layout; the
     *     arrays themselves are kept, not copies
     */
    public OptimizerState(String optimizer, long steps, Map<String, INDArray> arrays) {
        this.optimizer = optimizer;
        this.steps = steps;
        this.arrays =
                Collections.unmodifiableMap(new LinkedHashMap<>(arrays)); // in its order: equal states make equal files
    }

    /** The optimiser's name. */
    public String optimizer() {
        return optimizer;
    }

    /** How many steps it has made, where it counts them. */
    public long steps() {
        return steps;
    }

    /** The live arrays by kind and parameter. */
    public Map<String, INDArray> arrays() {
        return arrays;
    }

    /** The name of a parameter's array of some kind. */
    static String name(String kind, ParameterSpec parameter) {
        return kind + "." + parameter.name();
    }

    /** Arrays of these kinds for all that is trained. */
    static Map<String, INDArray> zeros(Weights weights, String... kinds) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (String kind : kinds) {
            weights.specs().stream()
                    .filter(weights::isTrained)
                    .forEach(spec -> arrays.put(name(kind, spec), Nd4j.zeros(weights.type(), spec.graphShape())));
        }
        return arrays;
    }

    /** @throws IllegalArgumentException if this is the state of another optimiser, or of other trained parameters */
    void copyTo(OptimizerState live) {
        if (!optimizer.equals(live.optimizer)) {
            throw new IllegalArgumentException(
                    "the state belongs to " + optimizer + ", the optimiser is " + live.optimizer);
        }
        if (!arrays.keySet().equals(live.arrays.keySet())) {
            Set<String> different = new TreeSet<>(arrays.keySet());
            different.addAll(live.arrays.keySet());
            different.removeIf(name -> arrays.containsKey(name) && live.arrays.containsKey(name));
            throw new IllegalArgumentException("the optimiser's state and the trained parameters differ: " + different);
        }
        live.arrays.forEach((name, array) -> array.assign(arrays.get(name)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OptimizerState state
                && optimizer.equals(state.optimizer)
                && steps == state.steps
                && arrays.equals(state.arrays);
    }

    @Override
    public int hashCode() {
        return optimizer.hashCode() + Long.hashCode(steps) + arrays.keySet().hashCode();
    }

    @Override
    public String toString() {
        return "state of " + optimizer + " after " + steps + " counted steps: " + arrays.keySet();
    }
}

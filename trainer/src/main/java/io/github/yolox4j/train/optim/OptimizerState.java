package io.github.yolox4j.train.optim;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What an optimiser remembers from step to step.
 *
 * @param optimizer its name, as {@link OptimizerSettings#optimizer()}
 * @param steps it has made, where it counts them, else 0
 * @param arrays by kind and parameter, as in {@code velocity.head.stems.0.conv.weight}, in the graph's layout
 */
public record OptimizerState(String optimizer, long steps, Map<String, INDArray> arrays) {

    public OptimizerState {
        arrays =
                Collections.unmodifiableMap(new LinkedHashMap<>(arrays)); // in its order: equal states make equal files
    }

    /** The name of a parameter's array of some kind. */
    static String name(String kind, String parameter) {
        return kind + "." + parameter;
    }

    /**
     * Copies the arrays over those of an optimiser.
     *
     * @throws IllegalArgumentException if this is the state of another optimiser, or of other trained parameters
     */
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
}

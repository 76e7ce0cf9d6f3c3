package io.github.yolox4j.export.lowering;

import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where the numbers of a graph's parameters and constants come from. */
@FunctionalInterface
public interface ParameterSource {

    /** The numbers of the variable {@code name}, if this source has them. */
    Optional<INDArray> find(String name);

    /** The arrays that the graph's own variables hold. */
    static ParameterSource of(SameDiff graph) {
        return name -> graph.hasVariable(name)
                ? Optional.ofNullable(graph.getVariable(name).getArr())
                : Optional.empty();
    }

    /** Arrays kept outside of the graph, by variable name. */
    static ParameterSource of(Map<String, INDArray> arrays) {
        return name -> Optional.ofNullable(arrays.get(name));
    }

    /** This source first, then another for what it lacks. */
    default ParameterSource orElse(ParameterSource other) {
        return name -> find(name).or(() -> other.find(name));
    }
}

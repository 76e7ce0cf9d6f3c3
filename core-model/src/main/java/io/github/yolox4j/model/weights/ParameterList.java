package io.github.yolox4j.model.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The descriptions of a network's parameters without their numbers, collected while the network is built. The graph
 * cannot be run; it costs no memory whatever the size of the network.
 */
public final class ParameterList implements Parameters {

    private final Map<String, ParameterSpec> specs = new LinkedHashMap<>();

    @Override
    public SDVariable variable(SameDiff graph, ParameterSpec spec, boolean training) {
        specs.put(spec.name(), spec);
        return graph.placeHolder(spec.name(), DataType.FLOAT, spec.graphShape());
    }

    /** Nothing is. */
    @Override
    public boolean isFrozen(String name) {
        return false;
    }

    /** The descriptions in the order in which the network was built. */
    public List<ParameterSpec> specs() {
        return List.copyOf(specs.values());
    }

    /** The description of that name, if the network has such a parameter. */
    public Optional<ParameterSpec> find(String name) {
        return Optional.ofNullable(specs.get(name));
    }
}

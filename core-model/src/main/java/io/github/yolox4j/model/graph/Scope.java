package io.github.yolox4j.model.graph;

import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Parameters;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A place in a graph: the path is the name that the reference checkpoint gives to what is built here.
 *
 * @param graph receives the operators
 * @param path dotted, empty at the root
 * @param mode which statistics batch-norm uses
 * @param parameters of the network
 */
public record Scope(SameDiff graph, String path, Mode mode, Parameters parameters) {

    private static final int CHANNEL_AXIS = 1;

    /** The scope of a part of this one. */
    public Scope in(String part) {
        return new Scope(graph, name(part), mode, parameters);
    }

    /** The full name of something here. */
    public String name(String local) {
        return path.isEmpty() ? local : path + "." + local;
    }

    /** The parameter of that description, as a variable of the graph. */
    SDVariable parameter(ParameterSpec spec) {
        return parameters.variable(graph, spec, mode == Mode.TRAINING);
    }

    /** Joins feature maps along their channels. */
    public SDVariable concat(SDVariable... maps) {
        return graph.concat(CHANNEL_AXIS, maps);
    }

    /** Doubles height and width by repeating each value. */
    public SDVariable upsample(SDVariable map) {
        return graph.cnn().upsampling2d(map, 2, 2, true);
    }
}

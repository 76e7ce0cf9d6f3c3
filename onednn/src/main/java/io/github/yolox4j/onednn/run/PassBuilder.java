package io.github.yolox4j.onednn.run;

import static io.github.yolox4j.onednn.run.Program.argument;

import io.github.yolox4j.model.weights.ArrayMemory;
import io.github.yolox4j.onednn.network.Feature;
import io.github.yolox4j.onednn.network.Layer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A program while it is written: where the layers' maps, their gradients and the parameters are. */
final class PassBuilder {

    private final Program program = new Program();
    private final int batch;
    private final PassArrays arrays;
    private final Map<Feature, Tensor> values = new HashMap<>();
    private final Map<Feature, Tensor> gradients = new HashMap<>();
    private final Set<Feature> learning = new HashSet<>();
    private final IdentityHashMap<INDArray, Region> outside = new IdentityHashMap<>();
    private final Set<String> kernels = new HashSet<>();

    PassBuilder(int batch, PassArrays arrays) {
        this.batch = batch;
        this.arrays = arrays;
    }

    Program program() {
        return program;
    }

    int batch() {
        return batch;
    }

    PassArrays arrays() {
        return arrays;
    }

    /** The layout of a map between layers. */
    memory.desc layout(Feature feature) {
        return OneDnn.layout(OneDnn.mapLayout(), shape(feature));
    }

    long[] shape(Feature feature) {
        return new long[] {batch, feature.channels(), feature.height(), feature.width()};
    }

    /** What a layer made. */
    Tensor value(Feature feature) {
        return values.get(feature);
    }

    /** Memory for what a layer makes. */
    Tensor make(Feature feature) {
        Tensor made = program.tensor(layout(feature));
        values.put(feature, made);
        return made;
    }

    void put(Feature feature, Tensor value) {
        values.put(feature, value);
    }

    /** Notes whether the layer's output depends on something that has a gradient. */
    void noteLearning(Layer layer, boolean ofItself) {
        if (ofItself || layer.inputs().stream().anyMatch(learning::contains)) {
            learning.add(layer.output());
        }
    }

    boolean isLearning(Feature feature) {
        return learning.contains(feature);
    }

    /** The sum of the gradients from all layers that read a map; none if nothing before it learns. */
    Optional<Tensor> gradient(Feature feature) {
        return isLearning(feature) ? Optional.ofNullable(gradients.get(feature)) : Optional.empty();
    }

    /** Adds to a map's gradient. */
    void addGradient(Feature feature, Tensor gradient) {
        gradients.merge(feature, gradient, this::sum);
    }

    /** The sum of two tensors. */
    Tensor sum(Tensor left, Tensor right) {
        Tensor sum = program.tensor(left.layout());
        binary.primitive_desc how = new binary.primitive_desc(
                new binary.desc(dnnl.dnnl_binary_add, left.layout(), right.layout(), sum.layout()), OneDnn.engine());
        program.mayOverwrite(left, sum);
        program.call(
                new binary(kernel(how)),
                argument(dnnl.DNNL_ARG_SRC_0, left),
                argument(dnnl.DNNL_ARG_SRC_1, right),
                argument(dnnl.DNNL_ARG_DST, sum));
        return sum;
    }

    /** An array that is owned elsewhere. */
    Tensor array(INDArray array, memory.desc layout) {
        return new Tensor(
                layout,
                outside.computeIfAbsent(array, each -> Region.outside(new FloatPointer(ArrayMemory.floats(each)))));
    }

    Tensor parameter(String name, memory.desc layout) {
        return array(arrays.parameters().get(name), layout);
    }

    /** Where a parameter's gradient goes, if it is trained. */
    Optional<INDArray> gradientOf(String name) {
        return Optional.ofNullable(arrays.gradients().get(name));
    }

    boolean isTrained(String name) {
        return arrays.gradients().containsKey(name);
    }

    /** Notes the kernel that oneDNN chose. */
    <T extends primitive_desc_base> T kernel(T chosen) {
        kernels.add(chosen.impl_info_str().getString());
        return chosen;
    }

    /** The names of the kernels that oneDNN chose. */
    Set<String> kernels() {
        return Set.copyOf(kernels);
    }
}

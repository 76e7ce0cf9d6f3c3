package io.github.yolox4j.model.weights;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All parameters and running statistics of one network, by their names in the reference state_dict.
 *
 * <p>The arrays are live: a training step writes into them, and every graph built from these weights reads them. They
 * are kept in the graph's layout ({@link ParameterSpec#graphShape()}); {@link #reference(String)} and
 * {@link #setReference(String, INDArray)} speak the reference's. Not thread-safe.
 *
 * <p>Values of a file come in with {@link #load} and go out as a {@link StateDict}.
 *
 * <p>A network that is built asks for each parameter by its description, and what is not there yet is drawn then. So
 * {@link io.github.yolox4j.model.network.Yolox#initialise} makes all of them by building the network once, and every
 * later graph finds them.
 */
public final class Weights implements Parameters {

    private final DataType type;
    private final BiFunction<ParameterSpec, DataType, INDArray> source;
    private final Map<String, ParameterSpec> specs;
    private final Map<String, INDArray> values;
    private final Set<String> frozen;
    private List<String> ordered = List.of();

    private Weights(
            DataType type,
            BiFunction<ParameterSpec, DataType, INDArray> source,
            Map<String, ParameterSpec> specs,
            Map<String, INDArray> values,
            Set<String> frozen) {
        this.type = type;
        this.source = source;
        this.specs = specs;
        this.values = values;
        this.frozen = Set.copyOf(frozen);
    }

    /**
     * Weights without a parameter yet; each is drawn when it is first asked for.
     *
     * @param source gives a parameter's first value in the graph's layout
     */
    public static Weights drawnBy(BiFunction<ParameterSpec, DataType, INDArray> source, DataType type) {
        return new Weights(type, source, new LinkedHashMap<>(), new LinkedHashMap<>(), Set.of());
    }

    /** A copy that shares nothing, in another number type. */
    public Weights copy(DataType target) {
        Weights copy = new Weights(target, source, new LinkedHashMap<>(specs), new LinkedHashMap<>(), frozen);
        values.forEach(
                (name, value) -> copy.values.put(name, value.castTo(target).dup('c')));
        return copy;
    }

    /**
     * The same live arrays, of which training leaves those alone. A batch-norm whose running statistics are frozen
     * normalises by them in training too, as in evaluation.
     *
     * @param names of parameters and running statistics
     * @throws IllegalArgumentException if one is unknown
     */
    public Weights withFrozen(Collection<String> names) {
        names.forEach(this::requireName);
        return new Weights(type, source, specs, values, Set.copyOf(names));
    }

    @Override
    public SDVariable variable(SameDiff graph, ParameterSpec spec, boolean training) {
        INDArray value = valueOrDraw(spec);
        return training && isTrained(spec) ? graph.var(spec.name(), value) : graph.constant(spec.name(), value);
    }

    @Override
    public boolean isFrozen(String name) {
        return frozen.contains(name);
    }

    /** The number type of every array. */
    public DataType type() {
        return type;
    }

    /**
     * The live array of a parameter in the graph's layout, drawn now if there is none of that name yet.
     *
     * @throws IllegalArgumentException if there is one of that name and another description
     */
    public INDArray valueOrDraw(ParameterSpec spec) {
        ParameterSpec known = specs.putIfAbsent(spec.name(), spec);
        if (known != null && !known.equals(spec)) {
            throw new IllegalArgumentException("the weights hold " + known + ", the network needs " + spec);
        }
        return values.computeIfAbsent(spec.name(), name -> source.apply(spec, type));
    }

    /** All names in the order of the reference state_dict. */
    public List<String> names() {
        if (ordered.size() != specs.size()) {
            List<String> built = List.copyOf(specs.keySet());
            ordered = built.stream().sorted(new StateDictOrder(built)).toList();
        }
        return ordered;
    }

    /** The descriptions of all parameters in the order of the reference state_dict. */
    public List<ParameterSpec> specs() {
        return names().stream().map(specs::get).toList();
    }

    /** The live array of that name in the graph's layout. */
    public INDArray value(String name) {
        requireName(name);
        return values.get(name);
    }

    /** All live arrays in the graph's layout. */
    public Map<String, INDArray> values() {
        return Map.copyOf(values);
    }

    /** A copy of the value in the reference's layout. */
    public INDArray reference(String name) {
        return specs.get(requireName(name)).toReference(values.get(name));
    }

    /**
     * Overwrites a value.
     *
     * @param value in the reference's layout
     * @throws IllegalArgumentException if the name is unknown or the shape differs
     */
    public void setReference(String name, INDArray value) {
        ParameterSpec spec = specs.get(requireName(name));
        if (!Arrays.equals(spec.referenceShape(), value.shape())) {
            throw new IllegalArgumentException(name + ": expected shape " + Arrays.toString(spec.referenceShape())
                    + ", found " + Arrays.toString(value.shape()));
        }
        values.get(name).assign(spec.toGraph(value).castTo(type));
    }

    /**
     * Overwrites all values with those of a file.
     *
     * <p>A file that was trained for another number of classes gives everything but the class prediction layers ({@code
     * head.cls_preds.*}), which stay as they are; the report says so.
     *
     * @throws IllegalArgumentException if anything else is missing, too much or of another shape; the message is one
     *     line that lists every such name with the expected and the found shape, and no value has changed
     */
    public LoadReport load(StateDict source) {
        return source.loadInto(this, Optional.empty());
    }

    /**
     * Overwrites all values with those of a file whose classes have names. Of the class prediction layers, the rows of
     * the classes that the network has too take the file's values, wherever they stand; the others stay as they are.
     *
     * @param classes the names of both; where they are equal, all is loaded as it stands
     * @throws IllegalArgumentException as {@link #load(StateDict)}, or if there are not as many names as classes
     */
    public LoadReport load(StateDict source, ClassRows classes) {
        boolean same = classes.ofFile().equals(classes.ofNetwork());
        return source.loadInto(this, same ? Optional.empty() : Optional.of(classes));
    }

    /** How many numbers there are besides the running statistics. */
    public long parameterCount() {
        return specs.values().stream()
                .filter(spec -> spec.kind().isTrainable())
                .mapToLong(ParameterSpec::size)
                .sum();
    }

    private String requireName(String name) {
        if (!specs.containsKey(name)) {
            throw new IllegalArgumentException("no parameter named '" + name + "' among " + specs.size());
        }
        return name;
    }
}

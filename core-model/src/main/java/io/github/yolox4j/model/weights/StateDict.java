package io.github.yolox4j.model.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Named arrays of a weights file: names and layouts are those of the reference state_dict, the order is the file's.
 *
 * <p>The step counters of batch-norm, {@code num_batches_tracked}, are left out: nothing here counts so, and PyTorch
 * fills them in where a file has none.
 */
public final class StateDict {

    private static final String COUNTER = "num_batches_tracked";
    private static final String CLASS_LAYERS = "head.cls_preds.";
    /** A little more than the numbers of size x. */
    private static final long LARGEST_USUAL = 100_000_000;

    private final String source;
    private final Optional<String> remark;
    private final Map<String, INDArray> tensors = new LinkedHashMap<>();

    private StateDict(String source, Optional<String> remark, Map<String, INDArray> tensors) {
        this.source = source;
        this.remark = remark;
        tensors.forEach((name, tensor) -> {
            if (!name.equals(COUNTER) && !name.endsWith("." + COUNTER)) {
                this.tensors.put(name, tensor);
            }
        });
    }

    /**
     * Arrays by name. They are kept, not copied.
     *
     * @param source what error messages call it: the file it comes from
     */
    public static StateDict of(String source, Map<String, INDArray> tensors) {
        return new StateDict(source, Optional.empty(), tensors);
    }

    /** The same arrays with one line that their user should know. */
    public StateDict withRemark(String line) {
        return new StateDict(source, Optional.of(line), tensors);
    }

    /** Copies of all parameters and running statistics, in the order of the reference state_dict. */
    public static StateDict of(String source, Weights weights) {
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        weights.names().forEach(name -> tensors.put(name, weights.reference(name)));
        return of(source, tensors);
    }

    /** What it is called in messages. */
    public String source() {
        return source;
    }

    /** What the user of the file should know: which of several weights in it were taken, for instance. */
    public Optional<String> remark() {
        return remark;
    }

    /** All names in order. */
    public List<String> names() {
        return List.copyOf(tensors.keySet());
    }

    /** The array of that name in the reference's layout, if there is one. */
    public Optional<INDArray> tensor(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /** All arrays by name, in order. */
    public Map<String, INDArray> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /**
     * Gives zeros for each parameter of a network that these arrays shall go into. A small file that claims to be of a
     * huge network takes no more memory than the largest of the reference's sizes: then the message says so.
     */
    public BiFunction<ParameterSpec, DataType, INDArray> blanks() {
        long most = Math.max(
                LARGEST_USUAL,
                2 * tensors.values().stream().mapToLong(INDArray::length).sum());
        AtomicLong taken = new AtomicLong();
        return (spec, type) -> {
            if (taken.addAndGet(Arrays.stream(spec.referenceShape()).reduce(1, Math::multiplyExact)) > most) {
                throw new IllegalArgumentException(source + ": its names and shapes describe a network with more than "
                        + most + " parameters, but it does not contain them");
            }
            return Nd4j.zeros(type, spec.graphShape());
        };
    }

    /**
     * Fits the arrays to the parameters of a network: everything is checked before anything is overwritten.
     *
     * @param byName which rows of the class prediction layers are whose; they differ from those of the network
     */
    LoadReport loadInto(Weights target, Optional<ClassRows> byName) {
        List<ParameterSpec> specs = target.specs();
        int foundClasses = foundClasses(specs);
        byName.ifPresent(rows -> requireCount(rows.ofFile(), foundClasses));
        List<ParameterSpec> fitting = new ArrayList<>();
        List<ParameterSpec> ofOtherClasses = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (ParameterSpec spec : specs) {
            long[] found = tensor(spec.name()).map(INDArray::shape).orElse(null);
            boolean fits = found != null && Arrays.equals(spec.referenceShape(), found);
            if (found != null && (byName.isPresent() || !fits) && isOfOtherClasses(spec, found, foundClasses)) {
                ofOtherClasses.add(spec);
            } else if (fits) {
                fitting.add(spec);
            } else {
                faults.add(spec.name() + " expected " + Arrays.toString(spec.referenceShape()) + ", found "
                        + (found == null ? "nothing" : Arrays.toString(found)));
            }
        }
        faults.addAll(unexpected(specs));
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    source + ": " + faults.size() + " arrays do not fit the network: " + String.join("; ", faults));
        }
        fitting.forEach(spec -> target.setReference(spec.name(), tensors.get(spec.name())));
        byName.ifPresent(rows -> ofOtherClasses.forEach(spec -> target.setReference(
                spec.name(), rows.merged(target.reference(spec.name()), tensors.get(spec.name())))));
        boolean complete = byName.map(ClassRows::isComplete).orElse(ofOtherClasses.isEmpty());
        List<String> kept = complete
                ? List.of()
                : ofOtherClasses.stream().map(ParameterSpec::name).toList();
        List<String> loaded = specs.stream()
                .map(ParameterSpec::name)
                .filter(name -> !kept.contains(name))
                .toList();
        return new LoadReport(source, loaded, kept, foundClasses, byName);
    }

    private void requireCount(List<String> names, int foundClasses) {
        if (names.size() != foundClasses) {
            throw new IllegalArgumentException(
                    source + " is trained for " + foundClasses + " classes, " + names.size() + " are named: " + names);
        }
    }

    private List<String> unexpected(List<ParameterSpec> specs) {
        Set<String> known = new HashSet<>();
        specs.forEach(spec -> known.add(spec.name()));
        return tensors.entrySet().stream()
                .filter(entry -> !known.contains(entry.getKey()))
                .map(entry -> entry.getKey() + " unexpected, found "
                        + Arrays.toString(entry.getValue().shape()))
                .toList();
    }

    /** The number of classes of the first class prediction layer, or 0 without one. */
    private int foundClasses(List<ParameterSpec> specs) {
        return specs.stream()
                .filter(spec -> spec.name().startsWith(CLASS_LAYERS))
                .findFirst()
                .flatMap(spec -> tensor(spec.name()))
                .map(tensor -> tensor.rank() == 0 ? 0 : (int) tensor.size(0))
                .orElse(0);
    }

    /** Whether a class prediction layer differs in the number of classes only, which is the same in all of them. */
    private static boolean isOfOtherClasses(ParameterSpec spec, long[] found, int foundClasses) {
        long[] others = spec.referenceShape();
        others[0] = foundClasses;
        return spec.name().startsWith(CLASS_LAYERS) && Arrays.equals(others, found);
    }

    @Override
    public String toString() {
        return source + ": " + tensors.size() + " arrays";
    }
}

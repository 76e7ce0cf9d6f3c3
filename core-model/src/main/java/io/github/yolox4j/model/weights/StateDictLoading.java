package io.github.yolox4j.model.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Fits a {@link StateDict} to the parameters of a network: everything is checked before anything is overwritten. */
record StateDictLoading(StateDict source, Weights target) {

    private static final String CLASS_LAYERS = "head.cls_preds.";

    LoadReport load() {
        List<ParameterSpec> specs = target.specs();
        int foundClasses = foundClasses(specs);
        Set<String> known = new HashSet<>();
        List<ParameterSpec> fitting = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (ParameterSpec spec : specs) {
            known.add(spec.name());
            long[] found = source.tensor(spec.name()).map(INDArray::shape).orElse(null);
            if (found != null && Arrays.equals(spec.referenceShape(), found)) {
                fitting.add(spec);
            } else if (found != null && isOfOtherClasses(spec, found, foundClasses)) {
                kept.add(spec.name());
            } else {
                faults.add(spec.name() + " expected " + Arrays.toString(spec.referenceShape()) + ", found "
                        + (found == null ? "nothing" : Arrays.toString(found)));
            }
        }
        source.tensors().forEach((name, tensor) -> {
            if (!known.contains(name)) {
                faults.add(name + " unexpected, found " + Arrays.toString(tensor.shape()));
            }
        });
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(source.source() + ": " + faults.size()
                    + " arrays do not fit the network: " + String.join("; ", faults));
        }
        for (ParameterSpec spec : fitting) {
            target.setReference(spec.name(), source.tensor(spec.name()).orElseThrow());
        }
        return new LoadReport(
                source.source(), fitting.stream().map(ParameterSpec::name).toList(), kept, foundClasses);
    }

    /** The number of classes of the first class prediction layer, or 0 without one. */
    private int foundClasses(List<ParameterSpec> specs) {
        return specs.stream()
                .filter(spec -> spec.name().startsWith(CLASS_LAYERS))
                .findFirst()
                .flatMap(spec -> source.tensor(spec.name()))
                .map(tensor -> tensor.rank() == 0 ? 0 : (int) tensor.size(0))
                .orElse(0);
    }

    /** Whether a class prediction layer differs in the number of classes only, which is the same in all of them. */
    private static boolean isOfOtherClasses(ParameterSpec spec, long[] found, int foundClasses) {
        long[] others = spec.referenceShape();
        others[0] = foundClasses;
        return spec.name().startsWith(CLASS_LAYERS) && Arrays.equals(others, found);
    }
}

package io.github.yolox4j.model.weights.file;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the weights lie in what a PyTorch checkpoint holds: the whole of it, or an entry under a usual key, or an entry
 * of that one. A moving average is taken before the weights it averages, since it is what detects best; YOLOX itself
 * keeps its moving average under {@code model}. Prefixes that wrappers put before every name are dropped.
 *
 * @param key under which they lie; empty for the whole file
 * @param tensors by name, without their numbers
 * @param remark which were taken, where the file holds both
 */
record WeightsEntry(String key, Map<String, StoredTensor> tensors, Optional<String> remark) {

    private static final List<String> AVERAGES =
            List.of("ema", "ema_state_dict", "state_dict_ema", "model_ema", "ema_model");
    private static final List<String> MODELS = List.of("model", "state_dict", "model_state_dict");
    private static final List<String> INSIDE = List.of("module", "state_dict", "model");

    /** Distributed training, wrappers for training, compiled models. No name of the reference begins so. */
    private static final List<String> PREFIXES = List.of("module.", "model.", "_orig_mod.");

    /** Counters that an averaged model and batch-norms keep. */
    private static final String STEPS_OF_AVERAGE = "n_averaged";

    private static final String STEPS_OF_NORM = "num_batches_tracked";

    /**
     * Finds them.
     *
     * @param file what messages call it
     * @param content of the pickle
     * @throws IOException if there are none; the message is one line that names the file and the keys it has
     */
    static WeightsEntry in(String file, Object content) throws IOException {
        if (!(content instanceof Map<?, ?> top)) {
            throw new IOException(file + ": expected a dictionary, found " + kind(content));
        }
        Optional<WeightsEntry> average = under(file, withoutNumbers(top), AVERAGES);
        Optional<WeightsEntry> model = under(file, top, MODELS);
        if (average.isPresent() && model.isPresent()) {
            return average.get().chosenBefore(model.get(), file);
        }
        Optional<WeightsEntry> found = average.or(() -> model);
        if (found.isPresent()) {
            return found.get();
        }
        for (String key : MODELS) {
            if (top.get(key) instanceof Map<?, ?> other) {
                return of(file, key, other);
            }
        }
        if (!hasTensors(top)) {
            throw new IOException(file + ": no state_dict, neither under " + MODELS + " or " + AVERAGES
                    + " nor as the whole file; it has " + top.keySet());
        }
        return of(file, "", top);
    }

    private static Optional<WeightsEntry> under(String file, Map<?, ?> top, List<String> keys) throws IOException {
        for (String key : keys) {
            if (top.get(key) instanceof Map<?, ?> entry) {
                if (hasTensors(entry)) {
                    return Optional.of(of(file, key, entry));
                }
                for (String inside : INSIDE) {
                    if (entry.get(inside) instanceof Map<?, ?> inner && hasTensors(inner)) {
                        return Optional.of(of(file, key + "." + inside, inner));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The same without what stands beside tensors in a moving average, as its decay. */
    private static Map<String, Object> withoutNumbers(Map<?, ?> top) {
        Map<String, Object> kept = new LinkedHashMap<>();
        for (String key : AVERAGES) {
            if (top.get(key) instanceof Map<?, ?> entry) {
                Map<Object, Object> parts = new LinkedHashMap<>(entry);
                parts.values().removeIf(value -> !(value instanceof StoredTensor) && !(value instanceof Map));
                boolean isFlat = hasTensors(parts);
                parts.values().removeIf(value -> isFlat && value instanceof Map);
                kept.put(key, parts);
            }
        }
        return kept;
    }

    private static boolean hasTensors(Map<?, ?> entries) {
        return entries.values().stream().anyMatch(StoredTensor.class::isInstance);
    }

    private static WeightsEntry of(String file, String key, Map<?, ?> entries) throws IOException {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            String name = entry.getKey().toString();
            if (!(entry.getValue() instanceof StoredTensor tensor)) {
                throw new IOException(file + ": entry '" + name + "' of the state_dict is not a tensor");
            }
            tensors.put(name, tensor);
        }
        tensors.remove(STEPS_OF_AVERAGE);
        return new WeightsEntry(key, withoutPrefixes(tensors), Optional.empty());
    }

    private static Map<String, StoredTensor> withoutPrefixes(Map<String, StoredTensor> tensors) {
        Optional<String> prefix = PREFIXES.stream()
                .filter(start -> tensors.keySet().stream().allMatch(name -> name.startsWith(start)))
                .findFirst();
        if (prefix.isEmpty() || tensors.isEmpty()) {
            return tensors;
        }
        Map<String, StoredTensor> shorter = new LinkedHashMap<>();
        tensors.forEach(
                (name, tensor) -> shorter.put(name.substring(prefix.get().length()), tensor));
        return withoutPrefixes(shorter);
    }

    /** This moving average, unless it has not all that the weights it averages have. */
    private WeightsEntry chosenBefore(WeightsEntry model, String file) {
        Set<String> names = tensors.keySet();
        boolean whole =
                model.tensors.keySet().stream().allMatch(name -> name.endsWith(STEPS_OF_NORM) || names.contains(name));
        String both = file + " has weights under '" + model.key + "' and their moving average under '" + key + "': ";
        return whole
                ? new WeightsEntry(key, tensors, Optional.of(both + "the moving average is taken"))
                : new WeightsEntry(
                        model.key,
                        model.tensors,
                        Optional.of(both + "the former are taken, as the moving average has not all arrays"));
    }

    private static String kind(Object content) {
        return content instanceof StoredTensor
                ? "a single tensor"
                : content instanceof List || content instanceof Object[] ? "a list" : "a single value";
    }
}

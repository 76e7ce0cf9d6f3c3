package io.github.yolox4j.train.parallel;

import io.github.yolox4j.model.weights.ArrayMemory;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.loss.LossTerm;
import io.github.yolox4j.train.loss.LossTerms;
import io.github.yolox4j.train.task.DetectionTask;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Turns what the ranks computed of their parts of a batch into what one process would have computed of all of it. The
 * loss is divided by the positives of the batch, so the parts weigh as many positives as they have: with \(N_r\) of rank
 * \(r\),
 * \[ g = \frac{\sum_r \max(N_r, 1)\, g_r}{\max(\sum_r N_r, 1)} \]
 * for the gradients and for the terms of the loss. Positives and objects are added up. What running statistics follow is
 * the mean over the ranks: batch normalisation itself sees only the images of a rank, as in the reference.
 *
 * <p>All of it is one sum of {@link Ranks}, in a buffer as large as the parameters.
 */
public final class StepExchange {

    /** A rank adds 1 here if it has nothing to add. */
    private static final int FAILED = 0;

    private static final int POSITIVES = 1;
    private static final int OBJECTS = 2;
    private static final int TOTAL = 3;
    private static final int TERMS = 4;

    /** Numbers that are copied at once. */
    private static final int BLOCK = 2048;

    private final Ranks ranks;
    private final List<LossTerm> terms;
    private final List<String> gradients;
    private final List<String> statistics;
    private final ByteBuffer buffer;
    private final FloatBuffer numbers;
    private final float[] block = new float[BLOCK];

    /**
     * For the steps of a task that was {@linkplain #check checked}.
     *
     * @param weights whose gradients are exchanged, in single precision
     */
    public StepExchange(Ranks ranks, DetectionTask task, Weights weights) {
        this.ranks = ranks;
        terms = task.loss().terms();
        gradients = named(weights, weights::isTrained);
        statistics = named(weights, spec -> !spec.kind().isTrainable() && !weights.isFrozen(spec.name()));
        if (ranks.size() == 1) {
            buffer = ByteBuffer.allocateDirect(0);
        } else {
            if (weights.type() != DataType.FLOAT) {
                throw new IllegalArgumentException(
                        "several ranks exchange numbers of type FLOAT, got " + weights.type());
            }
            buffer = ByteBuffer.allocateDirect(Math.multiplyExact(Float.BYTES, size(weights)));
        }
        numbers = buffer.order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    private static List<String> named(Weights weights, Predicate<ParameterSpec> chosen) {
        return weights.specs().stream().filter(chosen).map(ParameterSpec::name).toList();
    }

    private int size(Weights weights) {
        long size = (long) TERMS + terms.size();
        for (String name : gradients) {
            size += weights.value(name).length();
        }
        for (String name : statistics) {
            size += weights.value(name).length();
        }
        return Math.toIntExact(size);
    }

    /**
     * Checks that so many ranks can train together.
     *
     * @throws IllegalArgumentException if there are several, and the loss {@linkplain
     *     DetectionTask.Loss#obstacleToParts cannot be computed in parts}
     */
    public static void check(int ranks, DetectionTask task) {
        Optional<String> obstacle = ranks == 1 ? Optional.empty() : task.loss().obstacleToParts();
        obstacle.ifPresent(reason -> {
            throw new IllegalArgumentException("several ranks cannot train with this loss: " + reason
                    + "; choose another, or train with one rank");
        });
    }

    /**
     * Adds up the parts.
     *
     * @param own part of this rank; empty if it has none to give, because its numbers are lost
     * @return what was computed of the whole batch, in the arrays of the part; empty if a rank had none
     * @throws RankException if a rank failed
     */
    public Optional<StepGradients> whole(Optional<StepGradients> own) throws RankException {
        if (ranks.size() == 1) {
            return own;
        }
        own.ifPresentOrElse(this::pack, this::packNothing);
        ranks.sum(buffer);
        return numbers.get(FAILED) > 0 ? Optional.empty() : Optional.of(unpack(own.orElseThrow()));
    }

    private void packNothing() {
        for (int i = 0; i < numbers.capacity(); i++) {
            numbers.put(i, 0);
        }
        numbers.put(FAILED, 1);
    }

    private void pack(StepGradients part) {
        LossTerms loss = part.loss();
        float weight = Math.max(loss.positives(), 1);
        numbers.put(FAILED, 0);
        numbers.put(POSITIVES, loss.positives());
        numbers.put(OBJECTS, loss.objects());
        numbers.put(TOTAL, weight * (float) loss.total());
        for (int i = 0; i < terms.size(); i++) {
            numbers.put(TERMS + i, weight * (float) loss.of(terms.get(i)));
        }
        int place = TERMS + terms.size();
        for (INDArray array : arrays(gradients, part.gradients())) {
            place = copy(ArrayMemory.floats(array), 0, numbers, place, weight, array);
        }
        for (INDArray array : arrays(statistics, part.statistics())) {
            place = copy(ArrayMemory.floats(array), 0, numbers, place, 1, array);
        }
    }

    private StepGradients unpack(StepGradients part) {
        int positives = Math.round(numbers.get(POSITIVES));
        float share = 1f / Math.max(positives, 1);
        Map<LossTerm, Double> values = new EnumMap<>(LossTerm.class);
        for (int i = 0; i < terms.size(); i++) {
            values.put(terms.get(i), (double) (share * numbers.get(TERMS + i)));
        }
        int place = TERMS + terms.size();
        for (INDArray array : arrays(gradients, part.gradients())) {
            copy(numbers, place, ArrayMemory.floats(array), 0, share, array);
            place += (int) array.length();
        }
        for (INDArray array : arrays(statistics, part.statistics())) {
            copy(numbers, place, ArrayMemory.floats(array), 0, 1f / ranks.size(), array);
            place += (int) array.length();
        }
        LossTerms loss = new LossTerms(share * numbers.get(TOTAL), values, positives, Math.round(numbers.get(OBJECTS)));
        return new StepGradients(loss, part.gradients(), part.statistics());
    }

    /** In the order of the weights: that of the engine's map may be another at another rank. */
    private static List<INDArray> arrays(List<String> names, Map<String, INDArray> byName) {
        if (names.size() != byName.size()) {
            throw new IllegalStateException("a step gives " + byName.keySet() + " instead of " + names);
        }
        List<INDArray> arrays = new ArrayList<>();
        names.forEach(name -> arrays.add(byName.get(name)));
        return arrays;
    }

    /** Copies all numbers of an array times a factor; returns where the next one goes. */
    private int copy(FloatBuffer from, int start, FloatBuffer to, int place, float factor, INDArray array) {
        int count = Math.toIntExact(array.length());
        for (int done = 0; done < count; done += BLOCK) {
            int some = Math.min(BLOCK, count - done);
            from.get(start + done, block, 0, some);
            for (int i = 0; i < some; i++) {
                block[i] *= factor;
            }
            to.put(place + done, block, 0, some);
        }
        return place + count;
    }
}

package io.github.yolox4j.train.parallel;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.model.weights.ArrayMemory;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.loss.LossTerm;
import io.github.yolox4j.train.loss.LossTerms;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One process that computes the two halves of every batch one after the other, and joins them by the formula. */
record SerialParts(TrainingEngine first, TrainingEngine second) implements TrainingEngine {

    @Override
    public AnchorGrid input() {
        return first.input();
    }

    @Override
    public StepGradients step(AnchorGrid size, float[] images, List<List<TargetObject>> objects, double l1Weight) {
        int half = images.length / 2;
        int count = objects.size() / 2;
        StepGradients a = first.step(size, Arrays.copyOfRange(images, 0, half), objects.subList(0, count), l1Weight);
        StepGradients b = second.step(
                size,
                Arrays.copyOfRange(images, half, images.length),
                objects.subList(count, objects.size()),
                l1Weight);
        float weightA = Math.max(a.loss().positives(), 1);
        float weightB = Math.max(b.loss().positives(), 1);
        int positives = a.loss().positives() + b.loss().positives();
        float share = 1f / Math.max(positives, 1);
        join(a.gradients(), weightA, b.gradients(), weightB, share);
        join(a.statistics(), 1, b.statistics(), 1, 0.5f);
        Map<LossTerm, Double> terms = new EnumMap<>(LossTerm.class);
        for (LossTerm term : a.loss().terms().keySet()) {
            terms.put(term, (double) (share
                    * (weightA * (float) a.loss().of(term)
                            + weightB * (float) b.loss().of(term))));
        }
        float total = share
                * (weightA * (float) a.loss().total()
                        + weightB * (float) b.loss().total());
        LossTerms loss = new LossTerms(
                total, terms, positives, a.loss().objects() + b.loss().objects());
        return new StepGradients(loss, a.gradients(), a.statistics());
    }

    private static void join(
            Map<String, INDArray> a, float weightA, Map<String, INDArray> b, float weightB, float share) {
        a.forEach((name, array) -> {
            FloatBuffer x = ArrayMemory.floats(array);
            FloatBuffer y = ArrayMemory.floats(b.get(name));
            for (int i = 0; i < x.capacity(); i++) {
                x.put(i, share * (weightA * x.get(i) + weightB * y.get(i)));
            }
        });
    }

    @Override
    public LossState lossState() {
        return first.lossState();
    }

    @Override
    public void goOnFrom(double value) {
        first.goOnFrom(value);
        second.goOnFrom(value);
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}

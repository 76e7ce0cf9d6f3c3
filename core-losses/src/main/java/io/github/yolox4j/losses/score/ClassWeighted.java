package io.github.yolox4j.losses.score;

import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.math.Ranges;
import java.util.List;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Weighs each class of another loss: \( L_{\dots c} = w_c\, L^{\mathrm{base}}_{\dots c} \), where the class \( c \)
 * is the last dimension. Its gradient is weighed alike.
 *
 * @param base the loss whose values are weighed
 * @param weights \( w_c \ge 0 \) and finite, one per class
 */
public record ClassWeighted(ScoreLoss base, List<Double> weights) implements ScoreLoss {

    static final LossListing<ScoreLoss> LISTING = LossListing.<ScoreLoss>ofModifier(
                    new ClassWeighted(BinaryCrossEntropy.PLAIN, List.of(1.0, 2.0)).toString(),
                    "w_c L, c the class of the score",
                    "common practice",
                    (call, base) -> new ClassWeighted(base, call.numbers("weights")))
            .requiring("weights");

    public ClassWeighted {
        Objects.requireNonNull(base, "base");
        weights = List.copyOf(weights);
        if (weights.isEmpty()) {
            throw new IllegalArgumentException("weights must be at least one, got none");
        }
        weights.forEach(weight -> Ranges.requireNotNegative("a weight", weight));
    }

    @Override
    public SDVariable of(SDVariable logits, SDVariable targets) {
        long[] shape = targets.isPlaceHolder() ? targets.placeholderShape() : null;
        if (shape != null && shape[shape.length - 1] >= 0 && shape[shape.length - 1] != weights.size()) {
            throw new IllegalArgumentException("there are " + weights.size() + " class weights for "
                    + shape[shape.length - 1] + " classes in '" + targets.name() + "'");
        }
        double[] perClass = weights.stream().mapToDouble(Double::doubleValue).toArray();
        INDArray row = Nd4j.createFromArray(perClass).castTo(logits.dataType());
        return base.of(logits, targets).mul(logits.getSameDiff().constant(row));
    }

    @Override
    public String toString() {
        return "class_weighted(" + base + ", weights=" + weights + ")";
    }
}

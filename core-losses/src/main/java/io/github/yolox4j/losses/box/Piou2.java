package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.math.Detached;
import io.github.yolox4j.losses.math.Ranges;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Powerful-IoU loss v2: {@link IouFamily#PIOU} with an attention that favours boxes of medium quality,
 * \[ L = 3 x\, e^{-x^2} L_{\mathrm{PIoU}}, \qquad x = \lambda e^{-P}, \] with the \( P \) of PIoU.
 *
 * <p>The authors' code lets the gradient flow through the attention, which then pushes distant boxes <em>away</em>:
 * moving off lowers the attention. For a unit box three units to the right of its target the derivative in x is -0.50
 * instead of 0.13. Detached is therefore the recommendation, {@code piou2}; {@code undetached_piou2} is
 * for comparison with the authors' numbers.
 *
 * @param lambda \( \lambda > 0 \), what quality is favoured; the authors recommend 1.3
 * @param detached whether the attention is a constant to the gradient
 * @see <a href="https://doi.org/10.1016/j.neunet.2023.11.041">Liu et al., Powerful-IoU, Neural Networks 2024</a>
 */
public record Piou2(double lambda, boolean detached) implements BoxLoss {

    static final LossListing<BoxLoss> LISTING = listing(true, "3 x exp(-x^2) piou, x = lambda exp(-P) detached");

    static final LossListing<BoxLoss> UNDETACHED_LISTING = listing(
            false, "piou2 as the authors' code has it, x not detached: pushes distant boxes away; for comparison only");

    private static LossListing<BoxLoss> listing(boolean detached, String formula) {
        return LossListing.of(
                new Piou2(1.3, detached).toString(),
                formula,
                "Liu et al. 2024, doi:10.1016/j.neunet.2023.11.041",
                call -> new Piou2(call.number("lambda"), detached));
    }

    public Piou2 {
        Ranges.requirePositive("lambda", lambda);
    }

    @Override
    public SDVariable formula(BoxPairs b) {
        SameDiff graph = b.graph();
        SDVariable distance = detached ? Detached.of(b.edgeDistance()) : b.edgeDistance();
        SDVariable x = graph.math().exp(distance.neg()).mul(lambda);
        SDVariable attention =
                x.mul(graph.math().exp(graph.math().square(x).neg())).mul(3);
        return attention.mul(IouFamily.PIOU.formula(b));
    }

    @Override
    public String toString() {
        return LossExpression.written(detached ? "piou2" : "undetached_piou2", "lambda", lambda);
    }
}

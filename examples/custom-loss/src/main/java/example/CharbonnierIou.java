package example;

import io.github.yolox4j.losses.box.CustomBoxLoss;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A loss of one's own: Charbonnier's function of 1 - IoU, a parabola near 0 and a line beyond epsilon,
 * L = sqrt((1 - IoU)^2 + epsilon^2) - epsilon.
 */
public record CharbonnierIou(double epsilon) implements CustomBoxLoss {

    @Override
    public SDVariable formula(BoxPairs pairs) {
        SDVariable missed = pairs.iou().rsub(1);
        SDVariable root = pairs.graph().math().sqrt(missed.mul(missed).add(epsilon * epsilon));
        return root.sub(epsilon);
    }

    @Override
    public String toString() {
        return "charbonnier_iou(epsilon=" + epsilon + ")";
    }
}

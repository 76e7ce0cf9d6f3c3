package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.FrozenDetached;
import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;

class IouFamilyTest {

    @Nested
    class Iou implements BoxLossContract {
        @Override
        public BoxLoss loss() {
            return IouFamily.IOU;
        }

        @Override
        public double largest() {
            return 1;
        }
    }

    @Nested
    class SquaredIou implements BoxLossContract {
        @Override
        public BoxLoss loss() {
            return IouFamily.SQUARED_IOU;
        }

        @Override
        public double largest() {
            return 1;
        }
    }

    @Nested
    class Giou implements BoxLossContract {
        @Override
        public BoxLoss loss() {
            return IouFamily.GIOU;
        }

        @Override
        public double largest() {
            return 2;
        }
    }

    @Nested
    class GiouOfYolox implements BoxLossContract {
        @Override
        public BoxLoss loss() {
            return IouFamily.GIOU.under(BoxPolicy.YOLOX);
        }

        @Override
        public double largest() {
            return 2;
        }
    }

    @Nested
    class Diou implements BoxLossContract {
        @Override
        public BoxLoss loss() {
            return IouFamily.DIOU;
        }

        @Override
        public double largest() {
            return 2;
        }
    }

    @Nested
    class Ciou implements BoxLossContract {
        @Override
        public BoxLoss loss() {
            return IouFamily.CIOU;
        }

        @Override
        public double largest() {
            return 3;
        }

        @Override
        public Function<double[][], double[]> differentiable(double[][] target, double[][] frozen) {
            return withFrozenAspectWeight(target, frozen, -1);
        }
    }

    @Nested
    class CiouOfMmdetection implements BoxLossContract {
        @Override
        public BoxLoss loss() {
            return IouFamily.CIOU.under(BoxPolicy.MMDETECTION);
        }

        @Override
        public double largest() {
            return 2;
        }

        @Override
        public Function<double[][], double[]> differentiable(double[][] target, double[][] frozen) {
            return withFrozenAspectWeight(target, frozen, 0.5);
        }
    }

    /** DIoU + alpha v in plain arithmetic, where alpha is that of the frozen boxes. */
    private static Function<double[][], double[]> withFrozenAspectWeight(
            double[][] target, double[][] frozen, double gate) {
        FrozenDetached diou = new FrozenDetached(IouFamily.DIOU::of, target, frozen);
        double[] missed = LossRun.values(IouFamily.IOU::of, frozen, target);
        return predicted -> {
            double[] loss = diou.at(predicted);
            for (int i = 0; i < loss.length; i++) {
                double frozenAspect = aspect(frozen[i], target[i]);
                double alpha = 1 - missed[i] > gate ? frozenAspect / (missed[i] + frozenAspect) : 0;
                loss[i] += alpha * aspect(predicted[i], target[i]);
            }
            return loss;
        };
    }

    private static double aspect(double[] box, double[] target) {
        double angle = Math.atan(target[2] / target[3]) - Math.atan(box[2] / box[3]);
        return 4 / (Math.PI * Math.PI) * angle * angle;
    }
}

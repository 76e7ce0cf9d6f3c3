package io.github.yolox4j.losses.score;

import static io.github.yolox4j.conformance.TensorAssertions.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.testkit.Closeness;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class ScoreLossTest {

    @Nested
    class PlainCrossEntropy implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return BinaryCrossEntropy.PLAIN;
        }
    }

    @Nested
    class WeightedCrossEntropy implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return new BinaryCrossEntropy(2.5, 0);
        }
    }

    @Nested
    class SmoothedCrossEntropy implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return new BinaryCrossEntropy(2, 0.1);
        }

        /** Certainty is what smoothing makes costly. */
        @Test
        @Override
        public void a_certain_and_right_score_costs_nothing() {
            double[] values = LossRun.values(loss()::of, new double[][] {{1000, -1000}}, new double[][] {{1, 0}});

            assertThat(values[0]).isCloseTo(0.05 * 1000, within(1e-9));
            assertThat(values[1]).isCloseTo(2 * 0.05 * 1000, within(1e-9));
        }
    }

    @Nested
    class FocalOfYolov5 implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return Focal.YOLOV5;
        }
    }

    @Nested
    class FocalWithGammaBelowOne implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return new Focal(0.5, 0.25);
        }
    }

    @Nested
    class FocalWithGammaZero implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return new Focal(0, 0.25);
        }
    }

    @Nested
    class FocalWithGammaTwo implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return new Focal(2, 0.5);
        }
    }

    @Nested
    class ExpFocalOfThePaper implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return ExpFocal.DEFAULT;
        }
    }

    @Nested
    class ExpFocalWithGammaBelowOne implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return new ExpFocal(0.5, 0.25);
        }
    }

    @Nested
    class ExpFocalWithGammaZero implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return new ExpFocal(0, 0.25);
        }
    }

    @Nested
    class QualityFocalOfYolov5 implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return QualityFocal.YOLOV5;
        }
    }

    @Nested
    class QualityFocalOfThePaper implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return QualityFocal.GFL;
        }
    }

    @Nested
    class QualityFocalWithGammaBelowOne implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return new QualityFocal(0.5, 0.25, 1);
        }
    }

    @Nested
    class QualityFocalWithGammaZero implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return new QualityFocal(0, 0.25, 1);
        }
    }

    @Nested
    class VarifocalOfTheAuthor implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return Varifocal.DEFAULT;
        }
    }

    @Nested
    class VarifocalWithGammaBelowOne implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return new Varifocal(0.5, 0.75, false);
        }
    }

    @Nested
    class VarifocalWithGammaZero implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return new Varifocal(0, 0.75, true);
        }
    }

    @Nested
    class PolyCrossEntropy implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return Poly1.DEFAULT;
        }
    }

    @Nested
    class PolyCrossEntropyWithoutItsFirstTerm implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return new Poly1(-1);
        }
    }

    @Nested
    class PolyFocal implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return Poly1Focal.DEFAULT;
        }
    }

    @Nested
    class PolyFocalWithGammaBelowOne implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return new Poly1Focal(2, 0.5, 0.25);
        }
    }

    @Nested
    class PolyFocalWithGammaZero implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return new Poly1Focal(1, 0, 0.25);
        }
    }

    @Nested
    class AsymmetricOfTheAuthor implements DetachedScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return Asymmetric.DEFAULT;
        }

        @Test
        void its_gradient_takes_the_weight_for_a_constant() {
            double[][] logits = {{-2, -1, 0.5, 3}, {-4, 0, 1, 2}};
            double[][] targets = {{0, 0, 0, 0}, {1, 1, 1, 1}};
            double[][] expected = new double[2][4];
            for (int i = 0; i < 4; i++) {
                double s = 1 / (1 + Math.exp(-logits[0][i]));
                expected[0][i] = Math.pow(s - 0.05, 4) * s * (1 - s) / (1.05 - s);
                s = 1 / (1 + Math.exp(-logits[1][i]));
                expected[1][i] = -(1 - s) * (1 - s);
            }

            LossRun run = LossRun.of(loss()::of, logits, targets, DataType.DOUBLE);
            assertThatTensor(run.gradient()).isCloseTo(expected, Closeness.ofRows(1e-12));
        }
    }

    @Nested
    class AsymmetricWithGradientOfItsWeight implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return new Asymmetric(4, 1, 0.05, 1e-8, false);
        }
    }

    @Nested
    class AsymmetricWithoutMarginAndEps implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return new Asymmetric(4, 1, 0, 0, false);
        }
    }

    @Nested
    class AsymmetricWithGammasBelowOne implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return new Asymmetric(0.5, 0.25, 0.05, 0, false);
        }
    }

    @Nested
    class AsymmetricWithGammasZero implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return new Asymmetric(0, 0, 1e-6, 1e-8, false);
        }
    }

    @Nested
    class BlurredCrossEntropyOfYolov5 implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return BlurredCrossEntropy.YOLOV5;
        }
    }

    @Nested
    class BlurredCrossEntropyAtItsNarrowest implements ScoreLossContract {
        @Override
        public ScoreLoss loss() {
            return new BlurredCrossEntropy(0);
        }
    }
}

package io.github.yolox4j.losses.score;

import org.junit.jupiter.api.Nested;

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
            return new BinaryCrossEntropy(2.5);
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
}

package io.github.yolox4j.runtime;

import io.github.yolox4j.train.engine.TrainingEngine;

class OnnxTrainingEngineTest extends TrainingEngineContract {

    @Override
    TrainingEngine.Factory engines() {
        return OnnxTrainingEngine.with(ONE_THREAD);
    }

    @Override
    double statisticTolerance() {
        return 1e-4;
    }

    @Override
    long darknetSeed() {
        return 5;
    }
}

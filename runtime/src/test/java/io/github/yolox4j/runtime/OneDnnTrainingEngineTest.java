package io.github.yolox4j.runtime;

import io.github.yolox4j.train.engine.TrainingEngine;

class OneDnnTrainingEngineTest extends TrainingEngineContract {

    @Override
    TrainingEngine.Factory engines() {
        return OneDnnTrainingEngine.with(ONE_THREAD);
    }

    @Override
    double statisticTolerance() {
        return 2e-4;
    }

    @Override
    long darknetSeed() {
        return 8;
    }
}

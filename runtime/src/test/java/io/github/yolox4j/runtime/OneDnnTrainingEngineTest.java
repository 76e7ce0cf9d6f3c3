package io.github.yolox4j.runtime;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.yolox4j.onednn.run.OneDnnLibrary;
import io.github.yolox4j.train.engine.TrainingEngine;
import org.junit.jupiter.api.BeforeAll;

class OneDnnTrainingEngineTest extends TrainingEngineContract {

    @BeforeAll
    static void oneDnnComputesHere() {
        assumeThat(OneDnnLibrary.obstacle()).isEmpty();
    }

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

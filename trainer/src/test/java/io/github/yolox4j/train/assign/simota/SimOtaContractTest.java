package io.github.yolox4j.train.assign.simota;

import io.github.yolox4j.train.assign.AssignerContract;
import java.util.List;

class SimOtaContractTest implements AssignerContract {

    @Override
    public SimOta assigner() {
        return SimOta.DEFAULT;
    }

    @Override
    public int positives() {
        return 100_000;
    }

    @Override
    public List<SimOta> others() {
        return List.of(
                new SimOta(2.5, 10, 3, 1e6),
                new SimOta(0.7, 3, 3, 1e6),
                new SimOta(1.5, 500, 0, 1e6),
                new SimOta(1.5, 10, 1.1, 0),
                new SimOta(1.5, 10, 3, 4.2));
    }
}

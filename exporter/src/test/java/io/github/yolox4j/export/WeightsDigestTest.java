package io.github.yolox4j.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class WeightsDigestTest {

    @Test
    void one_number_makes_another_digest() {
        Weights weights = new Yolox(YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(1)).initialise(DataType.FLOAT, 1);
        Weights copy = weights.copy(DataType.FLOAT);
        String digest = WeightsDigest.of(weights);

        assertThat(digest).matches("[0-9a-f]{64}").isEqualTo(WeightsDigest.of(copy));
        copy.values().get("head.obj_preds.0.bias").addi(1e-3);
        assertThat(WeightsDigest.of(copy)).isNotEqualTo(digest);
    }
}

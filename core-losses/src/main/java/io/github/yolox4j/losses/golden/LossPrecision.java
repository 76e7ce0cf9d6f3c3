package io.github.yolox4j.losses.golden;

import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.golden.CaseFacts;
import java.io.IOException;
import org.nd4j.linalg.api.buffer.DataType;

/** The number type in which the golden cases of losses are computed, and how close the results must be. */
public enum LossPrecision {
    /** As the references compute: within the case's own tolerance, or 1e-9 where it states none. */
    DOUBLE(DataType.DOUBLE),
    /** As training computes: within 1e-4. */
    FLOAT(DataType.FLOAT);

    private final DataType type;

    LossPrecision(DataType type) {
        this.type = type;
    }

    DataType type() {
        return type;
    }

    /** The rule of golden files for values. */
    Closeness ofValues(CaseFacts facts) throws IOException {
        return Closeness.ofNumbers(factor(facts));
    }

    /** The rule of golden files for gradients. */
    Closeness ofGradients(CaseFacts facts) throws IOException {
        return Closeness.ofRows(factor(facts));
    }

    private double factor(CaseFacts facts) throws IOException {
        return this == DOUBLE ? facts.number("tolerance", 1e-9) : 1e-4;
    }
}

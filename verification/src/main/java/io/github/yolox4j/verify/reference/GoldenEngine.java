package io.github.yolox4j.verify.reference;

import io.github.yolox4j.model.golden.ForwardPass;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.runtime.OnnxTrainingEngine;
import io.github.yolox4j.testkit.golden.Arithmetic;
import io.github.yolox4j.train.engine.SameDiffEngine;
import io.github.yolox4j.train.engine.TrainingEngine;
import java.util.Locale;

/** What computes the networks and training steps of a golden folder. */
public enum GoldenEngine {
    /** ND4J, in single and double precision: the definition. */
    SAMEDIFF(SameDiffEngine::new, ForwardPass::sameDiff),

    /**
     * ONNX Runtime on the CPU, to which the same graphs are lowered; in single precision, which is all that
     * lowering makes.
     */
    ONNXRUNTIME(OnnxTrainingEngine.with(SessionSettings.DEFAULT), new OnnxForward(SessionSettings.DEFAULT));

    private final TrainingEngine.Factory training;
    private final ForwardPass forward;

    GoldenEngine(TrainingEngine.Factory training, ForwardPass forward) {
        this.training = training;
        this.forward = forward;
    }

    TrainingEngine.Factory training() {
        return training;
    }

    ForwardPass forward() {
        return forward;
    }

    /** What a report says of a case that was to be computed by this engine; empty where nothing needs to be said. */
    String note(Arithmetic arithmetic) {
        if (this == SAMEDIFF || arithmetic == Arithmetic.NO_GRAPH) {
            return "";
        }
        return arithmetic == Arithmetic.SINGLE ? "by " + this : "left to " + SAMEDIFF + ": double precision";
    }

    /** The name as users write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

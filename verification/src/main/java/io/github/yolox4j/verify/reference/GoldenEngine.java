package io.github.yolox4j.verify.reference;

import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.export.lowering.ParameterSource;
import io.github.yolox4j.model.golden.ForwardPass;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.runtime.OneDnnTrainingEngine;
import io.github.yolox4j.runtime.OnnxTrainingEngine;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.golden.Arithmetic;
import io.github.yolox4j.train.engine.SameDiffEngine;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.verify.runtime.OnnxSession;
import io.github.yolox4j.verify.runtime.Tensors;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What computes the networks and training steps of a golden folder. */
public enum GoldenEngine {
    /** ND4J, in single and double precision: the definition. */
    SAMEDIFF(SameDiffEngine::new, ForwardPass::sameDiff),

    /**
     * ONNX Runtime on the CPU, to which the same graphs are lowered; in single precision, which is all that
     * lowering makes.
     */
    ONNXRUNTIME(OnnxTrainingEngine.with(SessionSettings.DEFAULT), new OnnxForward(SessionSettings.DEFAULT)),

    /** oneDNN, for the network in a training step; ONNX Runtime for all else. */
    ONEDNN(OneDnnTrainingEngine.with(SessionSettings.DEFAULT), new OnnxForward(SessionSettings.DEFAULT));

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

    /** SameDiff's graph as it is exported, batch-norms folded, run by ONNX Runtime. */
    private record OnnxForward(SessionSettings settings) implements ForwardPass {

        @Override
        public Map<String, Numbers> of(YoloxGraph network, Weights weights, Numbers images) throws IOException {
            OnnxModel model = OnnxExporter.standard()
                    .model(
                            network.graph(),
                            YoloxGraph.IMAGES,
                            OUTPUTS,
                            ParameterSource.of(weights.values()).orElse(ParameterSource.of(network.graph())),
                            ExportOptions.fixedBatch(Math.toIntExact(images.shape()[0]))
                                    .withNames(YoloxGraph.IMAGES, OUTPUTS.toArray(String[]::new)));
            try (OnnxSession session = OnnxSession.of(model, settings)) {
                Map<String, Numbers> found = new HashMap<>();
                session.run(Map.of(YoloxGraph.IMAGES, Tensor.ofFloats(images.shape(), images.floats())))
                        .forEach((name, output) -> found.put(name, Tensors.numbers(output)));
                return found;
            }
        }
    }
}

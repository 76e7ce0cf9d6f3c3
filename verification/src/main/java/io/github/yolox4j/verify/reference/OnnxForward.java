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
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.verify.runtime.OnnxSession;
import io.github.yolox4j.verify.runtime.Tensors;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** SameDiff's graph as it is exported, batch-norms folded, run by ONNX Runtime. */
record OnnxForward(SessionSettings settings) implements ForwardPass {

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

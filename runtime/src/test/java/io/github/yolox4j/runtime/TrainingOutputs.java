package io.github.yolox4j.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.github.yolox4j.export.lowering.Lowering;
import io.github.yolox4j.export.lowering.LoweringRequest;
import io.github.yolox4j.export.lowering.ParameterSource;
import io.github.yolox4j.export.lowering.gradient.Dialect;
import io.github.yolox4j.export.lowering.gradient.TrainingRules;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a network in training predicts for a scene, before anything is activated or decoded:
 * {@code [batch, anchors, 5 + classes]}.
 */
final class TrainingOutputs {

    private TrainingOutputs() {}

    /** By SameDiff in double precision. */
    static double[] exact(TrainingScene scene) {
        Weights weights = scene.weights().copy(DataType.DOUBLE);
        Map<String, INDArray> inputs = new HashMap<>(weights.values());
        inputs.put(
                YoloxGraph.IMAGES,
                Nd4j.createFromArray(scene.images())
                        .castTo(DataType.DOUBLE)
                        .reshape('c', imagesShape(scene).sizes()));
        SameDiff graph =
                YoloxGraph.training(scene.config(), weights, scene.grid()).graph();
        try (GraphPlan plan = GraphPlan.compile(graph, inputs, List.of(YoloxGraph.LOGITS))) {
            return plan.output(YoloxGraph.LOGITS).dup('c').data().asDouble();
        } finally {
            inputs.values().forEach(INDArray::close);
        }
    }

    /** By ONNX Runtime: the same graph, lowered by the rules and passes of the training step. */
    static float[] lowered(TrainingScene scene) {
        SameDiff graph = YoloxGraph.training(scene.config(), scene.weights(), scene.grid())
                .graph();
        TensorShape shape = imagesShape(scene);
        OnnxGraph forward = Lowering.lower(
                TrainingRules.in(Dialect.ONNX_RUNTIME),
                graph,
                new LoweringRequest(
                        "forward",
                        List.of(new LoweringRequest.Input(YoloxGraph.IMAGES, YoloxGraph.IMAGES, shape)),
                        Map.of(YoloxGraph.LOGITS, YoloxGraph.LOGITS)),
                ParameterSource.of(scene.weights().values()).orElse(ParameterSource.of(graph)));
        OnnxModel file =
                new OnnxModel(TrainingRules.passes(Dialect.ONNX_RUNTIME).apply(forward), "test", "", Map.of());
        try (LoadedModel model = LoadedModel.of(file, SessionSettings.DEFAULT.withThreads(1));
                OnnxTensor images = model.tensor(FloatBuffer.wrap(scene.images()), shape.sizes());
                OrtSession.Result result = model.run(Map.of(YoloxGraph.IMAGES, images))) {
            FloatBuffer logits = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] numbers = new float[logits.remaining()];
            logits.get(numbers);
            return numbers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TensorShape imagesShape(TrainingScene scene) {
        return TensorShape.of(
                scene.objects().size(), 3, scene.grid().height(), scene.grid().width());
    }
}

package io.github.yolox4j.runtime;

import io.github.yolox4j.export.lowering.Lowering;
import io.github.yolox4j.export.lowering.LoweringRequest;
import io.github.yolox4j.export.lowering.ParameterSource;
import io.github.yolox4j.export.lowering.gradient.Dialect;
import io.github.yolox4j.export.lowering.gradient.TrainingRules;
import io.github.yolox4j.export.onnx.Node;
import io.github.yolox4j.export.onnx.OnnxGraph;
import io.github.yolox4j.export.onnx.Port;
import io.github.yolox4j.export.onnx.StagedGraph;
import io.github.yolox4j.export.onnx.TensorShape;
import io.github.yolox4j.export.onnx.TensorType;
import io.github.yolox4j.export.onnx.pass.ConstantFolding;
import io.github.yolox4j.export.onnx.pass.DeadNodeRemoval;
import io.github.yolox4j.export.onnx.pass.GraphPass;
import io.github.yolox4j.export.onnx.pass.LazyLinearForms;
import io.github.yolox4j.export.onnx.pass.SiluGradients;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.train.engine.TrainingGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * A training graph, lowered for fixed shapes and cut after the logits. Inputs are the images, the targets and the parameters;
 * outputs the logits, the terms of the loss, the gradients and the batch statistics. All have the names of the training graph.
 *
 * @param stages forward pass, then loss and backward pass
 * @param results all outputs but what the first stage hands to the second
 * @param averaged by name of a batch statistic, how many values per channel it is taken over
 */
record StepGraphs(StagedGraph stages, List<Port> results, Map<String, Long> averaged) {

    static final GraphPass PASSES = new ConstantFolding()
            .then(new SiluGradients())
            .then(new LazyLinearForms())
            .then(new DeadNodeRemoval());

    /**
     * Lowers a training graph.
     *
     * @param fed shapes of images and targets by placeholder name
     */
    static StepGraphs of(TrainingGraph training, Map<String, long[]> fed, Dialect dialect) {
        List<LoweringRequest.Input> inputs = new ArrayList<>();
        fed.forEach((name, shape) -> inputs.add(new LoweringRequest.Input(name, name, TensorShape.of(shape))));
        training.trainable()
                .forEach(spec -> inputs.add(
                        new LoweringRequest.Input(spec.name(), spec.name(), TensorShape.of(spec.graphShape()))));
        Map<String, String> outputs = new LinkedHashMap<>();
        outputs.put(YoloxGraph.LOGITS, YoloxGraph.LOGITS);
        TrainingGraph.TERMS.forEach(term -> outputs.put(term, term));
        training.trainable().forEach(spec -> outputs.put(training.gradientOf(spec), training.gradientOf(spec)));
        training.running().forEach(spec -> outputs.put(training.batchStatistic(spec), training.batchStatistic(spec)));

        OnnxGraph lowered = Lowering.lower(
                TrainingRules.in(dialect),
                training.graph(),
                new LoweringRequest("training_step", inputs, outputs),
                ParameterSource.of(training.graph()));
        StagedGraph stages = StagedGraph.of(PASSES.apply(lowered), List.of(YoloxGraph.LOGITS));
        return new StepGraphs(stages, lowered.outputs(), averaged(lowered, training));
    }

    private static Map<String, Long> averaged(OnnxGraph lowered, TrainingGraph training) {
        Map<String, Node> makers = new HashMap<>();
        lowered.nodes().forEach(node -> node.outputs().forEach(value -> makers.put(value, node)));
        Map<String, Long> counts = new HashMap<>();
        for (ParameterSpec spec : training.running()) {
            String statistic = training.batchStatistic(spec);
            Node mean = makers.get(statistic);
            long from = volume(lowered.types().get(mean.inputs().get(0)));
            counts.put(statistic, from / volume(lowered.types().get(statistic)));
        }
        return Map.copyOf(counts);
    }

    private static long volume(TensorType type) {
        return LongStream.of(type.shape().sizes()).reduce(1, Math::multiplyExact);
    }
}

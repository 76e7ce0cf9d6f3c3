package io.github.yolox4j.runtime;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.export.lowering.Lowering;
import io.github.yolox4j.export.lowering.LoweringRequest;
import io.github.yolox4j.export.lowering.ParameterSource;
import io.github.yolox4j.export.lowering.gradient.Dialect;
import io.github.yolox4j.export.lowering.gradient.TrainingRules;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.GraphInsertion;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.pass.DeadNodeRemoval;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.train.engine.AssignmentGraph;
import io.github.yolox4j.train.engine.TrainingGraph;
import io.github.yolox4j.train.task.DetectionTask;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A training step as one ONNX model, for one input and batch size: forward pass, assignment, loss and backward pass.
 *
 * <p>Inputs are {@link YoloxGraph#IMAGES}, {@link DetectionTask.Targets#L1_WEIGHT}, those of
 * {@link AssignmentGraph} but the logits, and every parameter by its name, in the layout of {@link Weights}. Outputs
 * are {@link io.github.yolox4j.train.loss.LossTerms#TOTAL}, the terms of the loss by
 * {@link io.github.yolox4j.train.loss.LossTerm#variable()}, {@link AssignmentGraph#POSITIVES} and
 * {@link AssignmentGraph#LOSS_STATE}, and {@link #gradients()} and {@link #statistics()}, which its metadata names too:
 * {@code gradient.NAME} is an output, {@code statistic.NAME} a factor and an output. Frozen weights are constants in
 * it.
 *
 * @param model can be saved, and run by any ONNX Runtime
 * @param gradients output by parameter name
 * @param statistics of the batch, for each running statistic
 */
public record OnnxTrainingStep(OnnxModel model, Map<String, String> gradients, List<Statistic> statistics) {

    public OnnxTrainingStep {
        gradients = Collections.unmodifiableMap(new LinkedHashMap<>(gradients));
        statistics = List.copyOf(statistics);
    }

    /**
     * Lowers the training graph.
     *
     * @param task what the step is about
     * @param weights whose names and shapes the parameters have; those that are frozen become part of the model
     * @param size of the images
     * @param batch number of images
     */
    public static OnnxTrainingStep of(
            DetectionTask task, Weights weights, AnchorGrid size, int batch, Dialect dialect) {
        return of(StepRequest.of(task, weights, size, batch, dialect));
    }

    static OnnxTrainingStep of(StepRequest request) {
        TrainingGraph training = new TrainingGraph(request.forward());
        OnnxGraph lowered = Lowering.lower(
                TrainingRules.in(request.dialect()),
                training.graph(),
                new LoweringRequest("training_step", inputs(training, request), outputs(training)),
                ParameterSource.of(training.graph()));

        List<String> results = new ArrayList<>(outputs(training).keySet());
        results.remove(YoloxGraph.LOGITS);
        results.add(AssignmentGraph.POSITIVES);
        results.add(AssignmentGraph.LOSS_STATE);
        OnnxGraph whole = GraphInsertion.of(
                TrainingRules.passes(request.dialect()).apply(lowered), request.assignment(), results);

        Map<String, String> gradients = new LinkedHashMap<>();
        training.trainable().forEach(spec -> gradients.put(spec.name(), training.gradientOf(spec)));
        List<Statistic> statistics = statistics(lowered, training);
        OnnxModel model = new OnnxModel(
                new DeadNodeRemoval().apply(whole), "yolox4j", "", LoadedStep.facts(gradients, statistics));
        return new OnnxTrainingStep(model, gradients, statistics);
    }

    private static List<LoweringRequest.Input> inputs(TrainingGraph training, StepRequest request) {
        AnchorGrid size = request.size();
        List<LoweringRequest.Input> inputs = new ArrayList<>();
        inputs.add(input(YoloxGraph.IMAGES, TensorShape.of(request.batch(), 3, size.height(), size.width())));
        inputs.add(input(DetectionTask.Targets.L1_WEIGHT, TensorShape.of(1)));
        request.assignment().outputs().stream()
                .filter(port -> training.graph().hasVariable(port.name()))
                .forEach(port -> inputs.add(input(port.name(), port.type().shape())));
        training.trainable().forEach(spec -> inputs.add(input(spec.name(), TensorShape.of(spec.graphShape()))));
        return inputs;
    }

    private static LoweringRequest.Input input(String name, TensorShape shape) {
        return new LoweringRequest.Input(name, name, shape);
    }

    private static Map<String, String> outputs(TrainingGraph training) {
        Map<String, String> outputs = new LinkedHashMap<>();
        outputs.put(YoloxGraph.LOGITS, YoloxGraph.LOGITS);
        training.terms().forEach(term -> outputs.put(term, term));
        training.trainable().forEach(spec -> outputs.put(training.gradientOf(spec), training.gradientOf(spec)));
        training.running().forEach(spec -> outputs.put(training.batchStatistic(spec), training.batchStatistic(spec)));
        return outputs;
    }

    private static List<Statistic> statistics(OnnxGraph lowered, TrainingGraph training) {
        Map<String, Node> makers = lowered.makers();
        List<Statistic> statistics = new ArrayList<>();
        for (ParameterSpec spec : training.running()) {
            String statistic = training.batchStatistic(spec);
            Node mean = makers.get(statistic);
            long from = lowered.types().get(mean.inputs().get(0)).shape().volume();
            long values = from / lowered.types().get(statistic).shape().volume();
            statistics.add(new Statistic(spec.name(), statistic, TrainingGraph.correction(spec, values)));
        }
        return statistics;
    }
}

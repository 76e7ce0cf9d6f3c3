package io.github.yolox4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.export.lowering.gradient.Dialect;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.loss.LossChoice;
import java.io.IOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training from a saved step with nothing but ONNX Runtime's own classes: also an example of how that is done. */
class TrainingStepFileTest {

    private static final double LEARNING_RATE = 1e-2;

    private static final int STEPS = 30;

    @TempDir
    private Path folder;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

    @Test
    void a_saved_step_trains_with_plain_onnx_runtime() throws IOException, OrtException {
        TrainingScene scene = TrainingScene.small(20);
        Path file = folder.resolve("step.onnx");
        OnnxTrainingStep step = OnnxTrainingStep.of(
                scene.task(LossChoice.DEFAULT),
                scene.weights(),
                scene.grid(),
                scene.objects().size(),
                Dialect.STANDARD);
        WholeFile.write(file, step.model()::writeTo);
        Map<String, float[]> weights = new LinkedHashMap<>();
        step.gradients()
                .keySet()
                .forEach(name ->
                        weights.put(name, scene.weights().value(name).data().asFloat()));

        List<Double> losses = new ArrayList<>();
        try (TrainingEngine engine = scene.onnx(LossChoice.DEFAULT);
                OrtSession session = environment.createSession(file.toString())) {
            StepGradients expected = engine.step(scene.images(), scene.objects(), 0);
            for (int i = 0; i < STEPS; i++) {
                Map<String, OnnxTensor> inputs = inputs(scene, weights);
                try (OrtSession.Result result = session.run(inputs)) {
                    losses.add((double) floats(result, "loss.total")[0]);
                    for (Map.Entry<String, float[]> weight : weights.entrySet()) {
                        float[] gradient = floats(result, step.gradients().get(weight.getKey()));
                        if (i == 0) {
                            assertThatItIs(
                                    expected.gradients()
                                            .get(weight.getKey())
                                            .data()
                                            .asFloat(),
                                    gradient,
                                    weight.getKey());
                        }
                        for (int k = 0; k < gradient.length; k++) {
                            weight.getValue()[k] -= (float) (LEARNING_RATE * gradient[k]);
                        }
                    }
                } finally {
                    inputs.values().forEach(OnnxTensor::close);
                }
            }
            assertThat(losses.get(0)).isCloseTo(expected.loss().total(), within(1e-4 * losses.get(0)));
        }
        double last = losses.subList(STEPS - 5, STEPS).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
        assertThat(last).isLessThan(0.9 * losses.get(0));
    }

    /** Images, objects, two numbers, weights. */
    private Map<String, OnnxTensor> inputs(TrainingScene scene, Map<String, float[]> weights) throws OrtException {
        int batch = scene.objects().size();
        int most = scene.objects().stream().mapToInt(List::size).max().orElse(1);
        double[] boxes = new double[batch * most * 4];
        long[] classes = new long[batch * most];
        for (int image = 0; image < batch; image++) {
            for (int k = 0; k < most; k++) {
                int at = image * most + k;
                List<TargetObject> ofImage = scene.objects().get(image);
                classes[at] = k < ofImage.size() ? ofImage.get(k).classId() : -1; // -1: none
                if (k < ofImage.size()) {
                    TargetObject object = ofImage.get(k);
                    boxes[4 * at] = object.centerX();
                    boxes[4 * at + 1] = object.centerY();
                    boxes[4 * at + 2] = object.width();
                    boxes[4 * at + 3] = object.height();
                }
            }
        }
        Map<String, OnnxTensor> inputs = new HashMap<>();
        inputs.put(
                "images",
                tensor(
                        scene.images(),
                        batch,
                        3,
                        scene.grid().height(),
                        scene.grid().width()));
        inputs.put(
                "objects.boxes",
                OnnxTensor.createTensor(environment, DoubleBuffer.wrap(boxes), new long[] {batch, most, 4}));
        inputs.put(
                "objects.classes",
                OnnxTensor.createTensor(environment, LongBuffer.wrap(classes), new long[] {batch, most}));
        inputs.put("targets.l1_weight", tensor(new float[] {0}, 1));
        inputs.put(
                "assigned.missed_mean_before",
                OnnxTensor.createTensor(environment, DoubleBuffer.wrap(new double[] {1}), new long[] {1}));
        for (Map.Entry<String, float[]> weight : weights.entrySet()) {
            inputs.put(
                    weight.getKey(),
                    tensor(
                            weight.getValue(),
                            scene.weights().value(weight.getKey()).shape()));
        }
        return inputs;
    }

    private OnnxTensor tensor(float[] numbers, long... shape) throws OrtException {
        return OnnxTensor.createTensor(environment, FloatBuffer.wrap(numbers), shape);
    }

    private static float[] floats(OrtSession.Result result, String name) {
        FloatBuffer buffer = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
        float[] floats = new float[buffer.remaining()];
        buffer.get(floats);
        return floats;
    }

    /** The norm of the difference is small beside the norm. */
    private static void assertThatItIs(float[] expected, float[] found, String name) {
        double apart = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            apart += Math.pow(found[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        assertThat(Math.sqrt(apart)).as(name).isLessThanOrEqualTo(1e-3 * Math.sqrt(norm));
    }
}

package io.github.yolox4j.runtime;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.Architecture;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.engine.SameDiffEngine;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;

/** A network with fresh weights, and a batch of noise with a few objects. */
final class TrainingScene {

    private final YoloxConfig config;
    private final Weights weights;
    private final AnchorGrid grid;
    private final float[] images;
    private final List<List<TargetObject>> objects;

    TrainingScene(
            YoloxConfig config, Weights weights, AnchorGrid grid, float[] images, List<List<TargetObject>> objects) {
        this.config = config;
        this.weights = weights;
        this.grid = grid;
        this.images = images;
        this.objects = objects;
    }

    YoloxConfig config() {
        return config;
    }

    Weights weights() {
        return weights;
    }

    AnchorGrid grid() {
        return grid;
    }

    float[] images() {
        return images;
    }

    List<List<TargetObject>> objects() {
        return objects;
    }

    private static final int CLASSES = 3;

    static TrainingScene of(YoloxConfig.Size size, AnchorGrid grid, int batch, long seed) {
        return of(YoloxConfig.of(size).withClasses(CLASSES), grid, batch, seed);
    }

    /** A nano with half of its channels. */
    static TrainingScene small(long seed) {
        return small(seed, new AnchorGrid(128, 128));
    }

    static TrainingScene small(long seed, AnchorGrid grid) {
        return of(new YoloxConfig("small", 0.33, 0.125, true, CLASSES), grid, 2, seed);
    }

    /** The same with images as weights from before YOLOX 0.2 want them. */
    static TrainingScene smallLegacy(long seed) {
        YoloxConfig config = new YoloxConfig("small", 0.33, 0.125, true, CLASSES).withLegacy(true);
        return of(config, new AnchorGrid(64, 64), 2, seed);
    }

    /** A YOLOv3 with an eighth of its channels. */
    static TrainingScene smallDarknet(long seed) {
        YoloxConfig config = new YoloxConfig("small", Architecture.DARKNET_FPN, 1, 0.125, false, CLASSES);
        return of(config, new AnchorGrid(64, 96), 2, seed);
    }

    private static TrainingScene of(YoloxConfig config, AnchorGrid grid, int batch, long seed) {
        Random random = new Random(seed);
        float[] images = new float[batch * 3 * grid.height() * grid.width()];
        for (int i = 0; i < images.length; i++) {
            images[i] = random.nextInt(256);
        }
        List<List<TargetObject>> objects = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            List<TargetObject> ofImage = new ArrayList<>();
            for (int k = 0; k < 3; k++) {
                ofImage.add(new TargetObject(
                        random.nextInt(CLASSES),
                        grid.width() * random.nextDouble(),
                        grid.height() * random.nextDouble(),
                        8 + 40 * random.nextDouble(),
                        8 + 40 * random.nextDouble()));
            }
            objects.add(ofImage);
        }
        return new TrainingScene(config, new Yolox(config).initialise(DataType.FLOAT, seed), grid, images, objects);
    }

    YoloxTask task(LossChoice losses) {
        return YoloxTask.of(config).withLosses(losses);
    }

    TrainingEngine sameDiff(LossChoice losses, DataType type) {
        return sameDiff(losses, weights.copy(type));
    }

    TrainingEngine sameDiff(LossChoice losses, Weights copy) {
        return new SameDiffEngine(task(losses), copy, grid, objects.size());
    }

    TrainingEngine onnx(LossChoice losses) {
        return engine(OnnxTrainingEngine.with(SessionSettings.DEFAULT.withThreads(1)), losses);
    }

    TrainingEngine engine(TrainingEngine.Factory engines, LossChoice losses) {
        return engines.open(task(losses), weights, grid, objects.size());
    }
}

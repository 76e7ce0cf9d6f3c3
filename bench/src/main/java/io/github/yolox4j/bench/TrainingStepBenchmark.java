package io.github.yolox4j.bench;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.engine.SameDiffEngine;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.optim.EmaDecay;
import io.github.yolox4j.train.optim.MovingAverage;
import io.github.yolox4j.train.optim.RunningStatistics;
import io.github.yolox4j.train.optim.Sgd;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A training step on noise with 4 objects of 3 classes per image; reading and augmenting images is not in it. */
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 5)
public class TrainingStepBenchmark extends Benchmarked {

    private static final int CLASSES = 3;
    private static final int OBJECTS_PER_IMAGE = 4;
    /** Small, so that the weights stay near their start while the benchmark repeats one batch. */
    private static final double LEARNING_RATE = 1e-6;

    @Param({"nano"})
    public String size;

    @Param({"128"})
    public int side;

    @Param({"16"})
    public int batch;

    private float[] images;
    private List<List<TargetObject>> objects;
    private Weights weights;
    private TrainingEngine engine;
    private Sgd sgd;
    private MovingAverage average;

    @Setup(Level.Trial)
    public void compile() {
        YoloxConfig config = YoloxConfig.of(YoloxConfig.Size.parse(size)).withClasses(CLASSES);
        AnchorGrid grid = new AnchorGrid(side, side);
        Drawn drawn = Drawn.from(6);
        images = new float[batch * 3 * side * side];
        for (int i = 0; i < images.length; i++) {
            images[i] = drawn.random().nextInt(256);
        }
        objects = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            objects.add(drawn.objects(OBJECTS_PER_IMAGE, grid, CLASSES));
        }
        weights = new Yolox(config).initialise(DataType.FLOAT, 6);
        engine = new SameDiffEngine(YoloxTask.of(config), weights, grid, batch);
        sgd = new Sgd(weights, 0.9, 5e-4);
        average = new MovingAverage(weights, EmaDecay.DEFAULT, 0);
    }

    /** Forward pass, assignment, loss, backward pass. */
    @Benchmark
    public StepGradients gradients() {
        return engine.step(images, objects, 0);
    }

    /** The same, then running statistics, SGD and the moving average. */
    @Benchmark
    public StepGradients whole_step() {
        StepGradients step = engine.step(images, objects, 0);
        RunningStatistics.update(weights, step.statistics());
        sgd.step(step.gradients(), LEARNING_RATE);
        average.update(weights);
        return step;
    }

    @TearDown(Level.Trial)
    public void close() {
        engine.close();
    }
}

package io.github.yolox4j.bench;

import io.github.yolox4j.losses.box.BoxLoss;
import io.github.yolox4j.losses.box.BoxLosses;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Box losses, value and gradient: the anchors of one 640x640 image, and of a batch of eight. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class BoxLossBenchmark {

    /** All of {@link BoxLosses#names}, which a test compares: JMH wants constants here. */
    @Param({
        "iou",
        "squared_iou",
        "giou",
        "diou",
        "ciou",
        "eiou",
        "piou",
        "log_iou",
        "inverse_power_iou",
        "bounded_iou",
        "siou",
        "shape_iou",
        "mpdiou",
        "piou2",
        "undetached_piou2",
        "nwd",
        "wiou_v1",
        "wiou_v2",
        "wiou_v3",
        "l1",
        "smooth_l1"
    })
    public String loss;

    @Param({"8400", "67200"})
    public int pairs;

    private LossPlan plan;

    @Setup(Level.Trial)
    public void compile() {
        BoxLoss chosen = BoxLosses.parse(loss);
        Drawn drawn = Drawn.from(1);
        double[] target = drawn.boxes(pairs);
        plan = LossPlan.of(chosen::of, drawn.near(target), target, 4);
    }

    @Benchmark
    public INDArray value_and_gradient() {
        return plan.run();
    }

    @TearDown(Level.Trial)
    public void close() {
        plan.close();
    }
}

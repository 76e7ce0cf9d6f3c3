package io.github.yolox4j.bench;

import io.github.yolox4j.losses.box.BoxLoss;
import io.github.yolox4j.losses.box.BoxLosses;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Box losses, value and gradient: the anchors of one 640x640 image, and of a batch of eight. */
public class BoxLossBenchmark extends Benchmarked {

    /** All of {@link BoxLosses#REGISTRY}, which a test compares: JMH wants constants here. */
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
        plan = new LossPlan(chosen::of, Drawn.rows(drawn.near(target), 4), Drawn.rows(target, 4));
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

package io.github.yolox4j.bench;

import io.github.yolox4j.losses.score.ScoreLoss;
import io.github.yolox4j.losses.score.ScoreLosses;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Score losses, value and gradient, on one logit per anchor: one 640x640 image, and a batch of eight. */
public class ScoreLossBenchmark extends Benchmarked {

    @Param({"bce", "focal"})
    public String loss;

    @Param({"8400", "67200"})
    public int logits;

    private LossPlan plan;

    @Setup(Level.Trial)
    public void compile() {
        ScoreLoss chosen = ScoreLosses.parse(loss);
        Drawn drawn = Drawn.from(2);
        plan = new LossPlan(
                chosen::of, Drawn.rows(drawn.numbers(logits, -6, 6), 1), Drawn.rows(drawn.numbers(logits, 0, 1), 1));
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

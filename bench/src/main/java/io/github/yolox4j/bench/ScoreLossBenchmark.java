package io.github.yolox4j.bench;

import io.github.yolox4j.losses.score.ScoreLoss;
import io.github.yolox4j.losses.score.ScoreLosses;
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

/** Score losses, value and gradient, on one logit per anchor: one 640x640 image, and a batch of eight. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ScoreLossBenchmark {

    @Param({"bce", "focal"})
    public String loss;

    @Param({"8400", "67200"})
    public int logits;

    private LossPlan plan;

    @Setup(Level.Trial)
    public void compile() {
        ScoreLoss chosen = ScoreLosses.parse(loss);
        Drawn drawn = Drawn.from(2);
        plan = LossPlan.of(chosen::of, drawn.numbers(logits, -6, 6), drawn.numbers(logits, 0, 1), 1);
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

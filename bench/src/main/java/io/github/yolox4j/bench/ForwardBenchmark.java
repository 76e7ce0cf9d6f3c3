package io.github.yolox4j.bench;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The network on one image, up to decoded boxes, without image reading and suppression. */
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class ForwardBenchmark extends Benchmarked {

    @Param({"nano"})
    public String size;

    @Param({"416"})
    public int side;

    private INDArray image;
    private GraphPlan plan;

    @Setup(Level.Trial)
    public void compile() {
        YoloxConfig config = YoloxConfig.of(YoloxConfig.Size.parse(size));
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 5);
        image = Nd4j.createFromArray(Drawn.from(5).numbers(3 * side * side, 0, 255))
                .reshape(1, 3, side, side)
                .castTo(DataType.FLOAT);
        plan = GraphPlan.compile(
                YoloxGraph.evaluation(config, weights, new AnchorGrid(side, side))
                        .graph(),
                Map.of(YoloxGraph.IMAGES, image),
                List.of(YoloxGraph.DECODED));
    }

    @Benchmark
    public INDArray one_image() {
        plan.run();
        return plan.output(YoloxGraph.DECODED);
    }

    @TearDown(Level.Trial)
    public void close() {
        plan.close();
        image.close();
    }
}

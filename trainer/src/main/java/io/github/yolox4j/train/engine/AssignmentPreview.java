package io.github.yolox4j.train.engine;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.data.batch.TrainingSample;
import io.github.yolox4j.train.task.DetectionTask;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which anchors the objects of an image would get from a network as it is. Batch-norms use their running statistics,
 * not those of a batch as in training, so that an image is looked at alone. Not thread-safe.
 */
public final class AssignmentPreview implements AutoCloseable {

    private final DetectionTask task;
    private final AnchorTable anchors;
    private final INDArray image;
    private final GraphPlan plan;

    /** Compiles the network; whoever asks closes it. */
    public AssignmentPreview(DetectionTask task, Weights weights, AnchorGrid grid) {
        this.task = task;
        anchors = AnchorTable.of(grid);
        image = Nd4j.zeros(weights.type(), 1, BgrImage.CHANNELS, grid.height(), grid.width());
        Map<String, INDArray> inputs = new HashMap<>(weights.values());
        inputs.put(YoloxGraph.IMAGES, image);
        Weights frozen = weights.withFrozen(weights.names()); // so that batch-norms use their running statistics
        plan = GraphPlan.compile(task.head().network(frozen, grid).getSameDiff(), inputs, List.of(YoloxGraph.LOGITS));
    }

    /**
     * Assigns the objects of one sample.
     *
     * @throws IllegalArgumentException if it has another size than the network's input
     */
    public Assignment assign(TrainingSample sample) {
        AnchorGrid grid = anchors.grid();
        BgrImage input = sample.input();
        if (input.height() != grid.height() || input.width() != grid.width()) {
            throw new IllegalArgumentException("the network takes " + grid.height() + " x " + grid.width()
                    + " pixels, got " + input.height() + " x " + input.width());
        }
        float[] planes = new float[BgrImage.CHANNELS * grid.height() * grid.width()];
        input.toPlanes(planes, 0);
        try (INDArray given = Nd4j.createFromArray(planes)) {
            image.assign(given.reshape(image.shape()));
        }
        plan.run();
        double[] rows = plan.output(YoloxGraph.LOGITS).data().asDouble();
        return task.assigner().assign(task.head().predictions(anchors, rows, 0), sample.boxes());
    }

    @Override
    public void close() {
        plan.close();
        image.close();
    }
}

package io.github.yolox4j.train.engine;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.detection.decode.Decoder;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.assign.Predictions;
import io.github.yolox4j.train.assign.SimOta;
import io.github.yolox4j.train.data.batch.TrainingSample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which anchors the objects of an image would get from a network as it is. Batch-norms use their running statistics, not those of a
 * batch as in training, so that an image is looked at alone. Not thread-safe.
 */
public final class AssignmentPreview implements AutoCloseable {

    private final YoloxConfig config;
    private final SimOta assigner;
    private final Decoder decoder;
    private final INDArray image;
    private final GraphPlan plan;

    private AssignmentPreview(YoloxConfig config, Weights weights, AnchorGrid grid, SimOta assigner) {
        this.config = config;
        this.assigner = assigner;
        decoder = Decoder.of(AnchorTable.of(grid));
        image = Nd4j.zeros(weights.type(), 1, BgrImage.CHANNELS, grid.height(), grid.width());
        Map<String, INDArray> inputs = new HashMap<>(weights.values());
        inputs.put(YoloxGraph.IMAGES, image);
        Weights frozen = weights.withFrozen(weights.names()); // so that batch-norms use their running statistics
        plan = GraphPlan.compile(YoloxGraph.training(config, frozen, grid).graph(), inputs, List.of(YoloxGraph.LOGITS));
    }

    /** Compiles the network; whoever asks closes it. */
    public static AssignmentPreview of(YoloxConfig config, Weights weights, AnchorGrid grid, SimOta assigner) {
        return new AssignmentPreview(config, weights, grid, assigner);
    }

    /**
     * Assigns the objects of one sample.
     *
     * @throws IllegalArgumentException if it has another size than the network's input
     */
    public Assignment assign(TrainingSample sample) {
        AnchorGrid grid = decoder.anchors().grid();
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
        double[] logits = plan.output(YoloxGraph.LOGITS).data().asDouble();
        return assigner.assign(Predictions.ofLogits(decoder, logits, 0, config.classes()), sample.boxes());
    }

    @Override
    public void close() {
        plan.close();
        image.close();
    }
}

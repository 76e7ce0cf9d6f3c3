package io.github.yolox4j.export.sample;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.Letterbox;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What SameDiff computes with a network and its weights. */
public record Networks(YoloxConfig config, Weights weights) {

    /**
     * An output for a batch of images.
     *
     * @param output {@link YoloxGraph#RAW} or {@link YoloxGraph#DECODED}
     * @param images {@code [batch, 3, height, width]}
     */
    public INDArray output(AnchorGrid grid, String output, INDArray images) {
        Map<String, INDArray> inputs = new HashMap<>(weights.values());
        inputs.put(YoloxGraph.IMAGES, images);
        try (GraphPlan plan =
                GraphPlan.compile(YoloxGraph.evaluation(config, weights, grid).graph(), inputs, List.of(output))) {
            return plan.output(output).dup('c');
        }
    }

    /** Letterboxed images, {@code [batch, 3, height, width]}. */
    public static INDArray letterboxed(List<BgrImage> images, AnchorGrid grid) {
        int length = BgrImage.CHANNELS * grid.height() * grid.width();
        float[] planes = new float[images.size() * length];
        for (int i = 0; i < images.size(); i++) {
            BgrImage image = images.get(i);
            Letterbox.of(image, grid.width(), grid.height()).apply(image).toPlanes(planes, i * length);
        }
        return Nd4j.createFromArray(planes).reshape('c', images.size(), BgrImage.CHANNELS, grid.height(), grid.width());
    }
}

package io.github.yolox4j.train.checkpoint;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.decode.AnchorGrid;
import java.util.List;

/**
 * What a trained model is, without its numbers.
 *
 * @param size name of the network's size
 * @param depth factor of depth
 * @param width factor of width
 * @param depthwise whether 3x3 convolutions are depthwise separable
 * @param classes names of the classes, by class id
 * @param inputHeight pixels
 * @param inputWidth pixels
 * @param boxLoss it was trained with
 * @param objectnessLoss it was trained with
 * @param classLoss it was trained with
 * @param objectnessNormaliser what the objectness loss was divided by
 */
public record ModelCard(
        String size,
        double depth,
        double width,
        boolean depthwise,
        List<String> classes,
        int inputHeight,
        int inputWidth,
        String boxLoss,
        String objectnessLoss,
        String classLoss,
        String objectnessNormaliser) {

    public ModelCard {
        classes = List.copyOf(classes);
    }

    public YoloxConfig config() {
        return new YoloxConfig(size, depth, width, depthwise, classes.size());
    }

    /** The anchors of the input size it was trained at. */
    public AnchorGrid grid() {
        return new AnchorGrid(inputHeight, inputWidth);
    }
}

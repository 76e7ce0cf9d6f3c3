package io.github.yolox4j.train.checkpoint;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.Architecture;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.loss.LossChoice;
import java.util.List;

/**
 * What a trained model is, without its numbers.
 *
 * @param size name of the network's size
 * @param architecture name of the family it belongs to, as {@link Architecture#lowerName()}
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
        String architecture,
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

    /**
     * The card of a network.
     *
     * @param classes as many names as it has classes
     */
    public static ModelCard of(YoloxConfig model, List<String> classes, AnchorGrid input, LossChoice losses) {
        return new ModelCard(
                model.name(),
                model.architecture().lowerName(),
                model.depth(),
                model.width(),
                model.depthwise(),
                classes,
                input.height(),
                input.width(),
                losses.box().toString(),
                losses.objectness().toString(),
                losses.classes().toString(),
                losses.objectnessNormaliser().toString());
    }

    /**
     * The network.
     *
     * @throws IllegalArgumentException if there is none of that description
     */
    public YoloxConfig config() {
        return new YoloxConfig(size, Architecture.parse(architecture), depth, width, depthwise, classes.size());
    }

    /** The anchors of the input size it was trained at. */
    public AnchorGrid grid() {
        return new AnchorGrid(inputHeight, inputWidth);
    }
}

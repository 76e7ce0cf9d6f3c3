package io.github.yolox4j.model.network;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.weights.StateDict;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The network that a file's weights belong to, read off their names and shapes: the width from the neck's widest layer,
 * the depth from the number of repeated blocks, the number of classes from the class prediction.
 *
 * @implNote width and depth come back as the reference's where a reference size has this many channels and blocks; the
 *     same network otherwise, though not always the factors it was made with.
 */
public final class InferredConfig {

    private static final String DARKNET53_STEM = "backbone.backbone.stem.0.conv.weight";
    private static final String DEPTHWISE = "backbone.backbone.dark2.0.dconv.conv.weight";
    private static final String DENSE = "backbone.backbone.dark2.0.conv.weight";
    private static final String FIRST_BLOCK = "backbone.backbone.dark2.1.m.";
    private static final String BLOCK_WEIGHT = ".conv1.conv.weight";
    private static final String WIDEST = "backbone.C3_n4.conv3.conv.weight";
    private static final int WIDEST_BASE = 1024;
    private static final String CLASSES = "head.cls_preds.0.weight";
    private static final String OWN_SIZE = "custom";
    /** Blocks of a stage of the neck at depth 1. */
    private static final int NECK_BLOCKS = 3;

    private InferredConfig() {}

    /**
     * The configuration.
     *
     * @throws IllegalArgumentException if the names are not those of a YOLOX, or of one that is not supported; the
     *     message names the file and what it lacks
     */
    public static YoloxConfig of(StateDict weights) {
        if (weights.tensor(DARKNET53_STEM).isPresent()) {
            return YoloxConfig.of(YoloxConfig.Size.YOLOV3).withClasses(firstAxis(weights, CLASSES));
        }
        boolean depthwise = weights.tensor(DEPTHWISE).isPresent();
        if (!depthwise && weights.tensor(DENSE).isEmpty()) {
            throw notYolox(weights, DENSE);
        }
        double width = firstAxis(weights, WIDEST) / (double) WIDEST_BASE;
        firstAxis(weights, FIRST_BLOCK + "0" + BLOCK_WEIGHT);
        double depth = depth(count(weights, FIRST_BLOCK), count(weights, "backbone.C3_p4.m."));
        int classes = firstAxis(weights, CLASSES);
        try {
            return named(depth, width, depthwise, classes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(weights.source() + ": " + e.getMessage(), e);
        }
    }

    /**
     * A depth factor that repeats a block {@code backbone} times in the first stage and {@code neck} times in the neck.
     */
    private static double depth(int backbone, int neck) {
        double smallest = 0.1; // one block in the backbone, none in the neck
        return neck == 0 && backbone == 1 ? smallest : backbone / 3.0;
    }

    private static YoloxConfig named(double depth, double width, boolean depthwise, int classes) {
        YoloxConfig own = new YoloxConfig(OWN_SIZE, depth, width, depthwise, classes);
        return Arrays.stream(YoloxConfig.Size.values())
                .map(size -> YoloxConfig.of(size).withClasses(classes))
                .filter(size -> size.architecture() == own.architecture()
                        && size.width() == width
                        && size.depthwise() == depthwise
                        && size.repeats(NECK_BLOCKS) == own.repeats(NECK_BLOCKS))
                .findFirst()
                .orElse(own);
    }

    private static int count(StateDict weights, String blocks) {
        int count = 0;
        while (weights.tensor(blocks + count + BLOCK_WEIGHT).isPresent()) {
            count++;
        }
        return count;
    }

    private static int firstAxis(StateDict weights, String name) {
        INDArray tensor = weights.tensor(name).orElseThrow(() -> notYolox(weights, name));
        if (tensor.rank() != 4) {
            throw new IllegalArgumentException(
                    weights.source() + ": " + name + " must have 4 axes, has shape " + Arrays.toString(tensor.shape()));
        }
        return (int) tensor.size(0);
    }

    private static IllegalArgumentException notYolox(StateDict weights, String missing) {
        return new IllegalArgumentException(
                weights.source() + ": not the weights of a YOLOX network: there is no " + missing + " among its "
                        + weights.names().size() + " arrays"
                        + (weights.names().isEmpty()
                                ? ""
                                : " (the first is " + weights.names().get(0) + ")"));
    }
}

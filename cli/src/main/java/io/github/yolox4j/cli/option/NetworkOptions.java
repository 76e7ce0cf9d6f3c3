package io.github.yolox4j.cli.option;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import picocli.CommandLine.Option;

/** The network and the batch that a training step is made for, where there are no images of one's own. */
public final class NetworkOptions {

    @Option(
            names = "--size",
            defaultValue = "${bundle:network.size}",
            paramLabel = "SIZE",
            description = "nano, tiny, s, m, l, x or yolov3 (default: ${DEFAULT-VALUE}).")
    private String size;

    @Option(
            names = "--input",
            defaultValue = "320",
            paramLabel = "SIDE|HxW",
            description = "Input size in pixels, multiples of 32 (default: ${DEFAULT-VALUE}).")
    private AnchorGrid input;

    @Option(names = "--batch", defaultValue = "4", description = "Images per step (default: ${DEFAULT-VALUE}).")
    private int batch;

    /** The network with COCO's 80 classes. */
    public YoloxConfig config() {
        return YoloxConfig.of(YoloxConfig.Size.parse(size));
    }

    public AnchorGrid input() {
        return input;
    }

    /** Images per step, at least one. */
    public int batch() {
        if (batch < 1) {
            throw new IllegalArgumentException("a step needs at least one image, got --batch " + batch);
        }
        return batch;
    }
}

package io.github.yolox4j.cli.option;

import io.github.yolox4j.detection.decode.Postprocessing;
import picocli.CommandLine.Option;

/** Which detections are kept to be looked at. */
public final class SuppressionOptions {

    @Option(
            names = "--conf",
            defaultValue = "${bundle:selection.confidence}",
            description = "Minimum score of a detection (default: ${DEFAULT-VALUE}).")
    private double confidence;

    @Option(
            names = "--nms",
            defaultValue = "${bundle:selection.iou}",
            description = "IoU threshold of non-maximum suppression (default: ${DEFAULT-VALUE}).")
    private double iouThreshold;

    public Postprocessing postprocessing() {
        return new Postprocessing(confidence, iouThreshold);
    }
}

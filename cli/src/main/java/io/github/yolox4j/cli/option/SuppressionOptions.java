package io.github.yolox4j.cli.option;

import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.metadata.Selection;
import picocli.CommandLine.Option;

/** Which detections are kept to be looked at. */
public final class SuppressionOptions {

    @Option(
            names = "--conf",
            defaultValue = "" + Selection.CONFIDENCE,
            description = "Least score of a detection (default: ${DEFAULT-VALUE}).")
    private double confidence;

    @Option(
            names = "--nms",
            defaultValue = "" + Selection.IOU,
            description = "IoU above which the weaker of two detections goes (default: ${DEFAULT-VALUE}).")
    private double iouThreshold;

    public Postprocessing postprocessing() {
        return new Postprocessing(confidence, iouThreshold);
    }
}

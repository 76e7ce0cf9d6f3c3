package io.github.yolox4j.cli.option;

import io.github.yolox4j.train.assign.SimOta;
import picocli.CommandLine.Option;

/** How anchors are assigned to objects, by SimOTA. */
public final class AssignmentOptions {

    @Option(
            names = "--center-radius",
            defaultValue = "1.5",
            paramLabel = "STRIDES",
            description = "An anchor is a candidate if its distance to the object's centre is below this value, in "
                    + "strides (default: ${DEFAULT-VALUE}).")
    private double centerRadius;

    @Option(
            names = "--top-ious",
            defaultValue = "10",
            paramLabel = "N",
            description =
                    "An object gets as many anchors as the sum of its N highest IoUs (default: " + "${DEFAULT-VALUE}).")
    private int topIous;

    @Option(
            names = "--iou-weight",
            defaultValue = "3",
            paramLabel = "W",
            description = "Weight of the IoU in the cost of an anchor (default: ${DEFAULT-VALUE}).")
    private double iouWeight;

    @Option(
            names = "--far-penalty",
            defaultValue = "1000000",
            paramLabel = "P",
            description = "Extra cost of an anchor that is near other objects only (default: ${DEFAULT-VALUE}).")
    private double farPenalty;

    /** @throws IllegalArgumentException if a number is out of its range */
    public SimOta assigner() {
        return new SimOta(centerRadius, topIous, iouWeight, farPenalty);
    }
}

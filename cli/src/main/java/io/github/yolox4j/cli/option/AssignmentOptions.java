package io.github.yolox4j.cli.option;

import io.github.yolox4j.train.assign.simota.SimOta;
import picocli.CommandLine.Option;

/** How anchors are assigned to objects, by SimOTA. */
public final class AssignmentOptions {

    @Option(
            names = "--center-radius",
            defaultValue = "1.5",
            paramLabel = "STRIDES",
            description = "An anchor this near to an object's centre may learn it (default: ${DEFAULT-VALUE}).")
    private double centerRadius;

    @Option(
            names = "--top-ious",
            defaultValue = "10",
            paramLabel = "N",
            description =
                    "The sum of an object's N highest IoUs is the number of its anchors (default: ${DEFAULT-VALUE}).")
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
            description = "Cost of an anchor that is near another object only (default: ${DEFAULT-VALUE}).")
    private double farPenalty;

    /** @throws IllegalArgumentException if a number is out of its range */
    public SimOta assigner() {
        return new SimOta(centerRadius, topIous, iouWeight, farPenalty);
    }
}

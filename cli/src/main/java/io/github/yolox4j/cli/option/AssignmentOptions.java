package io.github.yolox4j.cli.option;

import io.github.yolox4j.train.assign.simota.SimOta;
import picocli.CommandLine.Option;

/** How anchors are assigned to objects, by SimOTA. */
public final class AssignmentOptions {

    @Option(
            names = "--center-radius",
            defaultValue = "${bundle:simota.center-radius}",
            paramLabel = "STRIDES",
            description = "An anchor is a candidate if its distance to the object's centre is below this value, in "
                    + "strides (default: ${DEFAULT-VALUE}).")
    private double centerRadius;

    @Option(
            names = "--top-ious",
            defaultValue = "${bundle:simota.top-ious}",
            paramLabel = "N",
            description =
                    "An object gets as many anchors as the sum of its N highest IoUs (default: " + "${DEFAULT-VALUE}).")
    private int topIous;

    @Option(
            names = "--iou-weight",
            defaultValue = "${bundle:simota.iou-weight}",
            paramLabel = "W",
            description = "Weight of the IoU in the cost of an anchor (default: ${DEFAULT-VALUE}).")
    private double iouWeight;

    @Option(
            names = "--far-penalty",
            defaultValue = "${bundle:simota.far-penalty}",
            paramLabel = "P",
            description = "Extra cost of an anchor that is near other objects only (default: ${DEFAULT-VALUE}).")
    private double farPenalty;

    public SimOta assigner() {
        return new SimOta(centerRadius, topIous, iouWeight, farPenalty);
    }
}

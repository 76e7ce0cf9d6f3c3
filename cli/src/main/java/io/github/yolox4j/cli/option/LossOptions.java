package io.github.yolox4j.cli.option;

import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.loss.ObjectnessNormaliser;
import picocli.CommandLine.Option;

/** Which losses a training step has. */
public final class LossOptions {

    @Option(
            names = "--box-loss",
            defaultValue = "${bundle:loss.box}",
            paramLabel = "LOSS",
            description = "A box loss listed by 'yolox4j losses list', such as ciou or inner(siou, ratio=1.25) "
                    + "(default: ${DEFAULT-VALUE}).")
    private String boxLoss;

    @Option(
            names = "--obj-loss",
            defaultValue = "${bundle:loss.objectness}",
            paramLabel = "LOSS",
            description =
                    "bce, focal, exp_focal, quality_focal, varifocal, poly1, poly1_focal, asymmetric or bce_blur, "
                            + "as in focal(gamma=2, alpha=0.5) (default: ${DEFAULT-VALUE}).")
    private String objectnessLoss;

    @Option(
            names = "--cls-loss",
            defaultValue = "${bundle:loss.classes}",
            paramLabel = "LOSS",
            description = "The same for the classification loss. class_weighted(bce, weights=[1, 2.5]) sets a "
                    + "weight for each class (default: ${DEFAULT-VALUE}).")
    private String classLoss;

    @Option(
            names = "--obj-normaliser",
            defaultValue = "${bundle:loss.normaliser}",
            paramLabel = "NAME",
            description = "Divisor of the objectness loss: positives (their number), batch (number of images) "
                    + "or targets (sum of the IoU targets) (default: ${DEFAULT-VALUE}).")
    private String objectnessNormaliser;

    /** The losses asked for; an unknown name is refused with the valid ones. */
    public LossChoice choice() {
        return LossChoice.parse(boxLoss, objectnessLoss, classLoss)
                .withObjectnessNormaliser(ObjectnessNormaliser.parse(objectnessNormaliser));
    }
}

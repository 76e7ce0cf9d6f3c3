package io.github.yolox4j.cli.train;

import io.github.yolox4j.train.MemoryNeed;
import io.github.yolox4j.train.TrainingConfig;
import io.github.yolox4j.train.data.Dataset;
import java.io.PrintWriter;

/** Says what a run is going to do. */
record Announcement(TrainingPlan plan) {

    private static final int FEW_STEPS = 2000;

    void print(PrintWriter out) {
        printImages(out);
        out.printf("Augmentation: %s.%n", plan.config().augmentation());
        if (isHopeless()) {
            out.println("Fewer than " + FEW_STEPS
                    + " steps from random weights are too few for this recipe: start from --weights, or "
                    + "try --augment light with a higher --lr (see 'How long' in docs/guide.md).");
        }
        out.printf("Image cache: %s.%n", plan.compute().cache());
        out.printf(
                "Needs about %d MB of memory in addition to a Java heap of up to %d MB.%n",
                MemoryNeed.of(plan.config(), plan.compute().numbersPerActivation())
                                .bytes()
                        >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
    }

    private void printImages(PrintWriter out) {
        Dataset training = plan.images().training();
        Dataset validation = plan.images().validation();
        out.printf(
                "%d training images with %d boxes, %d validation images with %d boxes, classes %s.%n",
                training.size(),
                training.boxCount(),
                validation.size(),
                validation.boxCount(),
                String.join(", ", training.classes()));
        long both = Dataset.common(training, validation);
        if (both > 0) {
            out.printf(
                    "Of the %d validation images, %d are also training images: AP says nothing about new images.%n",
                    validation.size(), both);
        }
    }

    /** Whether random weights are to learn from mixed images in a few steps. */
    private boolean isHopeless() {
        TrainingConfig config = plan.config();
        boolean mixes = !config.augmentation().equals(config.augmentation().withoutMixing());
        long stepsPerEpoch = plan.images().training().size() / config.batch();
        return plan.isRandom() && mixes && stepsPerEpoch * config.epochs().total() < FEW_STEPS;
    }
}

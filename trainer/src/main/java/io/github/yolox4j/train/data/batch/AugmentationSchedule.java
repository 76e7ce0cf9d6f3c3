package io.github.yolox4j.train.data.batch;

/** Which augmentation each epoch has. */
@FunctionalInterface
public interface AugmentationSchedule {

    /** The augmentation of an epoch, counted from 0. */
    Augmentation at(int epoch);

    /** The same in every epoch. */
    static AugmentationSchedule always(Augmentation augmentation) {
        return epoch -> augmentation;
    }
}

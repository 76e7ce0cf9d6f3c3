package io.github.yolox4j.cli.train;

import io.github.yolox4j.train.data.Dataset;

/**
 * Annotated images of a run, both with the same classes.
 *
 * @param validation that AP is measured on
 * @param validationSplit its name
 */
record TrainingImages(Dataset training, Dataset validation, String validationSplit) {}

package io.github.yolox4j.cli.train;

import io.github.yolox4j.train.data.cache.ImageCache;
import io.github.yolox4j.train.engine.TrainingEngine;

/**
 * What computes the steps and gives their images. Which one does changes no weight but for rounding.
 *
 * @param numbersPerActivation how many numbers the engine keeps for each that a layer puts out
 */
record Compute(TrainingEngine.Factory engines, double numbersPerActivation, ImageCache cache) {}

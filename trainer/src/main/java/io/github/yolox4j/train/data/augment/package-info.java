/**
 * What is done to images before the network sees them: {@link io.github.yolox4j.train.data.augment.AugmentationRecipe}
 * composes mosaic, affine map, mixup, HSV jitter and flips as the reference does. Each is a pure function of scenes and
 * random numbers. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.data.augment;

/**
 * Backbones, images to a pyramid of features: {@link io.github.yolox4j.model.backbone.CspDarknet} and {@link
 * io.github.yolox4j.model.backbone.Darknet53}.
 */
package io.github.yolox4j.model.backbone;

/** The backbone: {@link io.github.yolox4j.model.backbone.CspDarknet}, images to a pyramid of features. */
package io.github.yolox4j.model.backbone;

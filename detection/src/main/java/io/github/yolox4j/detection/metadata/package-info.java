/**
 * What a detector's file says about itself: {@link io.github.yolox4j.detection.metadata.ModelMetadata}.
 * No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.detection.metadata;

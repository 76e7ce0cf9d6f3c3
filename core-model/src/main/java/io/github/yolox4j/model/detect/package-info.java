/**
 * A {@link io.github.yolox4j.detection.Detector} that runs the SameDiff graph: {@link
 * io.github.yolox4j.model.detect.SameDiffDetector}. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.model.detect;

/**
 * Runs exported detectors: {@link io.github.yolox4j.inference.OnnxDetector}. No parameter or result is ever
 * {@code null}.
 */
package io.github.yolox4j.inference;

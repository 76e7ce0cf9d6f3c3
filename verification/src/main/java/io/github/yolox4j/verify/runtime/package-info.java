/**
 * Runs exported files: {@link io.github.yolox4j.verify.runtime.OnnxSession} is ONNX Runtime behind our own types, and
 * {@link io.github.yolox4j.verify.runtime.Comparison} says how far two results differ. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.verify.runtime;

/**
 * Label assignment and the targets of the loss in ONNX operators: {@link io.github.yolox4j.runtime.assign.AssignmentGraph}. It
 * gives what {@link io.github.yolox4j.train.assign.SimOta} and {@link io.github.yolox4j.train.loss.DetectionTargets} give. No
 * parameter or result is ever {@code null}.
 */
package io.github.yolox4j.runtime.assign;

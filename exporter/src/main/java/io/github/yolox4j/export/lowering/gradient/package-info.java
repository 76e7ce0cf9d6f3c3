/**
 * Rules for the operators that SameDiff's differentiation makes, so that a whole training step can be lowered:
 * {@link io.github.yolox4j.export.lowering.gradient.TrainingRules}. They need shapes that are fixed. No parameter or
 * result is ever {@code null}.
 */
package io.github.yolox4j.export.lowering.gradient;

/**
 * From SameDiff to ONNX, one small {@link io.github.yolox4j.export.lowering.LoweringRule} per SameDiff operator.
 * {@link io.github.yolox4j.export.lowering.LoweringRules} is the list of rules, to which users add their own, and
 * {@link io.github.yolox4j.export.lowering.Lowering} walks the graph. An operator without a rule fails by name. No
 * parameter or result is ever {@code null}.
 */
package io.github.yolox4j.export.lowering;

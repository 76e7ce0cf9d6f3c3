/**
 * Average precision and what lies behind it: {@link io.github.yolox4j.train.eval.CocoEvaluator} compares {@link
 * io.github.yolox4j.train.eval.ScoredBox}es with {@link io.github.yolox4j.train.eval.GroundTruthBox}es and answers with
 * {@link io.github.yolox4j.train.eval.CocoMetrics}. {@link io.github.yolox4j.train.eval.VocEvaluator} does so by Pascal
 * VOC's rules, and {@link io.github.yolox4j.train.eval.DetectionReview} says what was missed and what was made up.
 * Boxes are given as left, top, width, height in pixels of the original image. No parameter or result is ever
 * {@code null}.
 */
package io.github.yolox4j.train.eval;

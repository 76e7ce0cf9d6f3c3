/**
 * Average precision as the COCO evaluation computes it: {@link io.github.yolox4j.train.eval.CocoEvaluator} compares {@link
 * io.github.yolox4j.train.eval.ScoredBox}es with {@link io.github.yolox4j.train.eval.GroundTruthBox}es and answers with {@link
 * io.github.yolox4j.train.eval.CocoMetrics}. Boxes are given as left, top, width, height in pixels of the original image. No
 * parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.eval;

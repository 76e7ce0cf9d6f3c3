/**
 * Label assignment, free of graph and I/O: which anchor learns which object. {@link
 * io.github.yolox4j.train.assign.SimOta} reads {@link io.github.yolox4j.train.assign.Predictions} and {@link
 * io.github.yolox4j.train.assign.TargetObject}s of one image and answers with an {@link
 * io.github.yolox4j.train.assign.Assignment}. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.assign;

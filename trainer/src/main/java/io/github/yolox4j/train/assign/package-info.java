/**
 * Which anchors learn which objects: an {@link io.github.yolox4j.train.assign.Assigner} gives
 * {@link io.github.yolox4j.train.assign.Assignment}s, in plain Java and in ONNX operators. Each assigner has a package of its
 * own below this one. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.assign;

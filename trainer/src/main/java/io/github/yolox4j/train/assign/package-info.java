/**
 * Which anchors learn which objects: an {@link io.github.yolox4j.train.assign.Assigner} gives
 * {@link io.github.yolox4j.train.assign.Assignment}s, in plain Java and in ONNX operators. What the graph forms have in
 * common is here too: a {@link io.github.yolox4j.train.assign.BatchGraph} under construction, the objects of a batch,
 * what is predicted for it, and the match of both; it carries no gradient. Each assigner has a package of its own below
 * this one. A type whose name ends in {@code Values} is the graph form of the type named as its beginning:
 * {@code PairCost} and {@code PairValues}. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.assign;

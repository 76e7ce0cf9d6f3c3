/**
 * What the graph forms of label assignment have in common: a {@link io.github.yolox4j.train.assign.graph.BatchGraph} under
 * construction, the objects of a batch, what is predicted for it, and the match of both. All of it is in ONNX operators and
 * carries no gradient. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.assign.graph;

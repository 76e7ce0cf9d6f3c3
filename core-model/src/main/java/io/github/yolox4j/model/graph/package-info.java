/**
 * Graphs and the blocks they are made of: {@link io.github.yolox4j.model.graph.Scope} is a place in a graph,
 * {@link io.github.yolox4j.model.graph.Block} adds layers at it, {@link io.github.yolox4j.model.graph.GraphPlan} runs
 * the result. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.model.graph;

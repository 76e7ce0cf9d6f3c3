/**
 * Training by several processes at once, each with its part of every batch. {@link io.github.yolox4j.train.parallel.Ranks}
 * is what a process sees of the others: {@link io.github.yolox4j.train.parallel.Ring} over sockets, or
 * {@link io.github.yolox4j.train.parallel.SoloRanks} where there are none.
 * {@link io.github.yolox4j.train.parallel.StepExchange} turns the gradients of the parts into those of the whole batch.
 * Parameters and results are never {@code null}.
 */
package io.github.yolox4j.train.parallel;

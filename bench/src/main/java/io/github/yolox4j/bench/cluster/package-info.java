/**
 * How long ranks take to exchange gradients: {@link io.github.yolox4j.bench.cluster.RingTiming} measures it here, {@link
 * io.github.yolox4j.bench.cluster.StepModel} says it for other numbers of ranks and networks, and {@link
 * io.github.yolox4j.bench.cluster.RingSimulation} does so without the model's simplifications.
 */
package io.github.yolox4j.bench.cluster;

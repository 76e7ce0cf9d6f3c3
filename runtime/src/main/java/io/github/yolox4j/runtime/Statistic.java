package io.github.yolox4j.runtime;

/**
 * The batch's value of a running statistic, as a training step puts it out.
 *
 * @param running name of the running statistic
 * @param output that holds the batch's mean, or its biased variance
 * @param correction the factor that makes it the estimate the running one follows
 */
public record Statistic(String running, String output, double correction) {}

/**
 * What a training loss is made of: {@link io.github.yolox4j.train.loss.LossChoice} names the loss of each term,
 * {@link io.github.yolox4j.train.loss.LossTerms} has their values after a step. Which terms there are and how they are joined is
 * the matter of a task: {@link io.github.yolox4j.train.task.DetectionTask}. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.loss;

package io.github.yolox4j.train.loss;

/**
 * The loss of one training step.
 *
 * @param total the sum of the terms, of which the gradient is taken
 * @param box weighted box term
 * @param objectness objectness term
 * @param classes class term
 * @param l1 L1 term; 0 while it is switched off
 * @param positives number of positive anchors in the batch
 * @param objects number of objects in the batch
 */
public record LossTerms(
        double total, double box, double objectness, double classes, double l1, int positives, int objects) {}

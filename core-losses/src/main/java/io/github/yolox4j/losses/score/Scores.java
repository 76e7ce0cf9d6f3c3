package io.github.yolox4j.losses.score;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Logits \( z \) and targets \( t \) in a graph, and what losses ask about them, in forms that neither cancel nor
 * overflow. Everything has the logits' shape.
 */
record Scores(SDVariable logits, SDVariable targets) {

    /** Keeps the logarithm of a power finite where its base is so small that nothing remains of a loss. */
    private static final double SMALLEST_BASE = 1e-30;

    private SameDiff graph() {
        return logits.getSameDiff();
    }

    /** \( s = \sigma(z) \). */
    SDVariable score() {
        return graph().nn().sigmoid(logits);
    }

    /** \( 1 - s = \sigma(-z) \). */
    SDVariable complement() {
        return graph().nn().sigmoid(logits.neg());
    }

    /** \( 1 - t \). */
    SDVariable negative() {
        return targets.rsub(1);
    }

    /** \( 1 - p_t = t (1 - s) + (1 - t) s \), which is how far a score is from a hard target. */
    SDVariable difficulty() {
        return targets.mul(complement()).add(negative().mul(score()));
    }

    /** \( t - s = t (1 - s) - (1 - t) s \). */
    SDVariable shortfall() {
        return targets.mul(complement()).sub(negative().mul(score()));
    }

    /** \( -t \ln s - (1 - t) \ln(1 - s) \). */
    SDVariable crossEntropy() {
        return positivePart().sub(logits.mul(targets)).add(tail());
    }

    /** \( -\ln s = \max(-z, 0) + \ln(1 + e^{-|z|}) \). */
    SDVariable positiveCost() {
        return positivePart().sub(logits).add(tail());
    }

    /** \( -\ln(1 - s) = \max(z, 0) + \ln(1 + e^{-|z|}) \). */
    SDVariable negativeCost() {
        return positivePart().add(tail());
    }

    /** \( \alpha t + (1 - \alpha)(1 - t) \). */
    SDVariable balance(double alpha) {
        return targets.mul(2 * alpha - 1).add(1 - alpha);
    }

    /** \( \max(z, 0) \), but of derivative 1/2 at 0, as the sum with {@link #tail} needs. */
    private SDVariable positivePart() {
        return logits.add(graph().math().abs(logits)).mul(0.5);
    }

    private SDVariable tail() {
        return graph().math()
                .log(graph().math().exp(graph().math().abs(logits).neg()).add(1));
    }

    /** \( x^\gamma \) as \( \exp(\gamma \ln x) \), with a finite derivative at 0 for every \( \gamma \ge 0 \). */
    static SDVariable power(SDVariable x, double gamma) {
        SameDiff graph = x.getSameDiff();
        return graph.math().exp(logarithm(x).mul(gamma));
    }

    /** {@link #power(SDVariable, double)} with an exponent for each element. */
    static SDVariable power(SDVariable x, SDVariable gamma) {
        SameDiff graph = x.getSameDiff();
        return graph.math().exp(logarithm(x).mul(gamma));
    }

    private static SDVariable logarithm(SDVariable x) {
        return x.getSameDiff().math().log(x.add(SMALLEST_BASE));
    }

    /** \( \max(x, \text{bound}) \), without gradient below the bound. */
    static SDVariable atLeast(double bound, SDVariable x) {
        return x.getSameDiff().nn().relu(x.sub(bound), 0).add(bound);
    }
}

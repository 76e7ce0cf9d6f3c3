package io.github.yolox4j.conformance;

import static io.github.yolox4j.conformance.DifferentiableLoss.ofSameDiff;
import static io.github.yolox4j.conformance.TensorAssertions.assertThat;

import io.github.yolox4j.testkit.Closeness;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ReadmeTest {

    @GoldenTest(shipped = "losses", kinds = "score_loss_mean")
    void value_and_gradient_agree_with_the_reference(LossCase golden) {
        golden.assertMetBy(ofSameDiff((logits, target) -> blurred(logits, target, golden.parameter("alpha"))));
    }

    /** BCE times 1 - exp((s - t - 1) / (alpha + 1e-4)), as YOLOv5 has it. */
    private static SDVariable blurred(SDVariable logits, SDVariable target, double alpha) {
        SDVariable score = logits.getSameDiff().nn().sigmoid(logits);
        SDVariable ramp = score.sub(target).sub(1).div(alpha + 1e-4);
        SDVariable weight = logits.getSameDiff().math().exp(ramp).rsub(1);
        return crossEntropy(logits, target).mul(weight);
    }

    /** max(z, 0) - z t + ln(1 + exp(-|z|)). */
    private static SDVariable crossEntropy(SDVariable logits, SDVariable target) {
        SDVariable size = logits.getSameDiff().math().abs(logits);
        SDVariable positive = logits.add(size).mul(0.5);
        SDVariable tail = logits.getSameDiff()
                .math()
                .log(logits.getSameDiff().math().exp(size.neg()).add(1));
        return positive.sub(logits.mul(target)).add(tail);
    }

    @Test
    void its_assertions_run() {
        INDArray gradient = Nd4j.createFromArray(0.5, -0.25);
        INDArray expected = Nd4j.createFromArray(0.5, -0.25000001);

        assertThat(gradient).as("gradient").isFinite().isCloseTo(expected, Closeness.ofRows(1e-6));
    }
}

package example;

import static io.github.yolox4j.conformance.DifferentiableLoss.ofSameDiff;

import io.github.yolox4j.conformance.GoldenTest;
import io.github.yolox4j.conformance.LossCase;
import org.nd4j.linalg.api.buffer.DataType;

class GeneralisedCrossEntropyTest {

    @GoldenTest("src/test/golden")
    void value_and_gradient_agree_with_numpy(LossCase golden) {
        GeneralisedCrossEntropy loss = new GeneralisedCrossEntropy(golden.parameter("q"));

        golden.assertMetBy(ofSameDiff(loss::of));
    }

    @GoldenTest("src/test/golden")
    void so_they_do_in_single_precision(LossCase golden) {
        GeneralisedCrossEntropy loss = new GeneralisedCrossEntropy(golden.parameter("q"));

        golden.in(DataType.FLOAT, 1e-5).assertMetBy(ofSameDiff(loss::of));
    }
}

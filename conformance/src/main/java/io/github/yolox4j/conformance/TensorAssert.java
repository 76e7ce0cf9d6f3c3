package io.github.yolox4j.conformance;

import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.TensorDifference;
import java.util.Arrays;
import org.assertj.core.api.AbstractAssert;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Assertions about a tensor; a failure says at which index, how far, and how many numbers are off. */
public final class TensorAssert extends AbstractAssert<TensorAssert, INDArray> {

    TensorAssert(INDArray actual) {
        super(actual, TensorAssert.class);
    }

    /** The tensor has exactly these dimensions. */
    public TensorAssert hasShape(long... shape) {
        isNotNull();
        if (!Arrays.equals(actual.shape(), shape)) {
            failWithMessage("expected shape %s, is %s", Arrays.toString(shape), Arrays.toString(actual.shape()));
        }
        return this;
    }

    /** No number is NaN or infinite. */
    public TensorAssert isFinite() {
        isNotNull();
        Numbers numbers = Numbers.of(actual);
        TensorDifference toItself = numbers.differenceFrom(numbers, Closeness.EXACT);
        toItself.firstNotFinite()
                .ifPresent(first -> failWithMessage(
                        "%d of %d numbers are not finite, the first at %s: %s",
                        toItself.notFinite(), toItself.numbers(), first.index(), first.actual()));
        return this;
    }

    /** The tensor has the shape of the expected one, and every number is close to the one expected there. */
    public TensorAssert isCloseTo(INDArray expected, Closeness closeness) {
        hasShape(expected.shape());
        return isCloseTo(Numbers.of(expected), closeness);
    }

    /** The same with numbers that are no ND4J array, such as those of a golden file. */
    public TensorAssert isCloseTo(Numbers expected, Closeness closeness) {
        hasShape(expected.shape());
        return isClose(Numbers.of(actual).differenceFrom(expected, closeness));
    }

    /** The same with rows, of a tensor of two dimensions. */
    public TensorAssert isCloseTo(double[][] expected, Closeness closeness) {
        return isCloseTo(Nd4j.createFromArray(expected), closeness);
    }

    /** The same with numbers in C order, as many as the tensor has. */
    public TensorAssert isCloseTo(double[] expected, Closeness closeness) {
        isNotNull();
        if (actual.length() != expected.length) {
            failWithMessage("expected %d numbers, is of shape %s", expected.length, Arrays.toString(actual.shape()));
        }
        return isClose(Numbers.of(actual).differenceFrom(Numbers.of(expected, actual.shape()), closeness));
    }

    private TensorAssert isClose(TensorDifference difference) {
        if (!difference.isClose()) {
            failWithMessage("%s", difference);
        }
        return this;
    }
}

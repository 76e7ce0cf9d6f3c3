package io.github.yolox4j.conformance;

import static io.github.yolox4j.conformance.TensorAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A golden case of a loss: predictions, targets, and the values and gradient that a reference gives for them,
 * under the rule of golden files: values number by number, gradients row by row.
 */
public final class LossCase {

    /** The array to differentiate by, for each kind of case. */
    private static final Map<String, String> PREDICTIONS = Map.of(
            "box_loss", "pred",
            "score_loss", "logits",
            "score_loss_mean", "logits",
            "score_loss_sum", "logits",
            "dfl", "logits");

    private static final double TOLERANCE = 1e-9;

    private final GoldenCase golden;
    private final DataType type;
    private final double tolerance;

    private LossCase(GoldenCase golden, DataType type, double tolerance) {
        this.golden = golden;
        this.type = type;
        this.tolerance = tolerance;
    }

    /**
     * The case in double precision, within its own tolerance.
     *
     * @throws IllegalArgumentException if its kind is not that of a loss
     */
    public static LossCase of(GoldenCase golden) {
        if (!PREDICTIONS.containsKey(golden.kind())) {
            throw new IllegalArgumentException(
                    golden.name() + " is of kind '" + golden.kind() + "', which is none of a loss: "
                            + PREDICTIONS.keySet().stream().sorted().toList());
        }
        double tolerance = golden.description().path("tolerance").asDouble(TOLERANCE);
        return new LossCase(golden, DataType.DOUBLE, tolerance);
    }

    /** The same in another precision. */
    public LossCase in(DataType other, double itsTolerance) {
        return new LossCase(golden, other, itsTolerance);
    }

    /** The name that the manifest gives it. */
    public String name() {
        return golden.name();
    }

    /**
     * A number among the {@code params} of the case.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public double parameter(String key) {
        JsonNode params = golden.description().path("params");
        if (!params.path(key).isNumber()) {
            throw new IllegalArgumentException(name() + " has no number '" + key + "' among its params " + params);
        }
        return params.get(key).doubleValue();
    }

    /** The loss gives the values and the gradient of the reference, wherever the case has them. */
    public void assertMetBy(DifferentiableLoss loss) {
        try {
            check(loss, golden.arrays());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private void check(DifferentiableLoss loss, NpzArchive arrays) throws IOException {
        String prediction = PREDICTIONS.get(golden.kind());
        LossValues found = loss.of(
                arrays.array(prediction).toNd4j(type), arrays.array("target").toNd4j(type));
        INDArray gradient = golden.kind().equals("score_loss_mean")
                ? found.gradient().div(found.values().length())
                : found.gradient();

        Numbers expectedGradient = arrays.array("grad_" + prediction);
        Map<String, INDArray> values = Map.of(
                "loss", found.values(),
                "sum", found.values().sum().reshape(1),
                "mean", found.values().mean().reshape(1));
        List<String> given = values.keySet().stream()
                .filter(arrays.keys()::contains)
                .sorted()
                .toList();
        if (given.isEmpty()) {
            throw new IOException(name() + ": none of the arrays loss, sum, mean among " + arrays.keys());
        }
        assertAll(
                name(),
                () -> assertAll(given.stream()
                        .<Executable>map(key -> () -> assertThat(values.get(key))
                                .as(key)
                                .isCloseTo(arrays.array(key), Closeness.ofNumbers(tolerance)))),
                () -> assertThat(gradient)
                        .as("grad_" + prediction)
                        .isCloseTo(expectedGradient, Closeness.ofRows(tolerance)));
    }
}

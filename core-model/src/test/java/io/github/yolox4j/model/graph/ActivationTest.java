package io.github.yolox4j.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.model.weights.Weights;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class ActivationTest {

    /** Far out, where exponentials overflow; near zero; and zero itself, from both sides. */
    private static final double[] INPUTS = {-1e30, -200, -45, -1, -1e-7, -1e-30, -0.0, 0, 1e-30, 1e-7, 1, 45, 200, 1e30
    };

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void silu_and_its_derivative_are_right_for_any_input(DataType type) {
        DoubleUnaryOperator sigmoid = x -> 1 / (1 + Math.exp(-x));
        check(
                Activation.SILU,
                type,
                x -> x * sigmoid.applyAsDouble(x),
                x -> sigmoid.applyAsDouble(x) * (1 + x * (1 - sigmoid.applyAsDouble(x))));
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void leaky_relu_and_its_derivative_are_right_for_any_input(DataType type) {
        check(Activation.LEAKY_RELU, type, x -> x > 0 ? x : 0.1 * x, x -> x > 0 ? 1 : 0.1);
    }

    private static void check(
            Activation activation, DataType type, DoubleUnaryOperator value, DoubleUnaryOperator derivative) {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.var("x", Nd4j.createFromArray(INPUTS).castTo(type));
        SDVariable y = activation.of(scope(graph, Mode.TRAINING, type), x);
        y.sum().markAsLoss();

        double[] values = y.eval().toDoubleVector();
        double[] evaluated =
                activation.of(scope(graph, Mode.EVALUATION, type), x).eval().toDoubleVector();
        double[] gradient = graph.calculateGradients(null, "x").get("x").toDoubleVector();

        double precision = type == DataType.DOUBLE ? 1e-12 : 1e-6;
        for (int i = 0; i < INPUTS.length; i++) {
            double expected = value.applyAsDouble(INPUTS[i]);
            assertThat(values[i])
                    .as("%s of %s", activation, INPUTS[i])
                    .isCloseTo(expected, within(precision * Math.max(1, Math.abs(expected))));
            assertThat(evaluated[i])
                    .as("%s of %s in evaluation", activation, INPUTS[i])
                    .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
            assertThat(gradient[i])
                    .as("derivative of %s at %s", activation, INPUTS[i])
                    .isCloseTo(derivative.applyAsDouble(INPUTS[i]), within(precision));
        }
    }

    private static Scope scope(SameDiff graph, Mode mode, DataType type) {
        return new Scope(graph, "", mode, Weights.drawnBy((spec, t) -> Nd4j.zeros(t, spec.graphShape()), type));
    }
}

package io.github.yolox4j.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.model.weights.Weights;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class SiluTest {

    @Test
    void value_and_gradient_are_right_for_any_input() {
        SameDiff graph = SameDiff.create();
        Weights none = Weights.drawnBy((spec, type) -> Nd4j.zeros(type, spec.graphShape()), DataType.FLOAT);
        SDVariable x = graph.var("x", Nd4j.createFromArray(-200f, -45f, -1f, 0f, 1f, 45f, 200f));
        SDVariable y = new Scope(graph, "", Mode.TRAINING, none).silu(x);
        y.sum().markAsLoss();

        float[] values = y.eval().toFloatVector();
        float[] gradient = graph.calculateGradients(null, "x").get("x").toFloatVector();

        double[] inputs = {-200, -45, -1, 0, 1, 45, 200};
        for (int i = 0; i < inputs.length; i++) {
            double sigmoid = 1 / (1 + Math.exp(-inputs[i]));
            assertThat((double) values[i]).isCloseTo(inputs[i] * sigmoid, within(1e-5));
            assertThat((double) gradient[i]).isCloseTo(sigmoid * (1 + inputs[i] * (1 - sigmoid)), within(1e-5));
        }
    }
}

package io.github.yolox4j.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.losses.box.BoxLoss;
import io.github.yolox4j.losses.box.BoxLosses;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ReadmeTest {

    @Test
    void its_example_runs() {
        SameDiff graph = SameDiff.create();
        SDVariable predicted = graph.var("predicted", Nd4j.createFromArray(new float[][] {{52, 50, 20, 30}}));
        SDVariable target = graph.placeHolder("target", DataType.FLOAT, -1, 4); // rows are cx, cy, w, h

        BoxLoss loss = BoxLosses.parse("ciou"); // or IouFamily.CIOU; "ciou:mmdetection" is its other fine print
        loss.of(predicted, target).mean("loss").markAsLoss();

        Map<String, INDArray> boxes = Map.of("target", Nd4j.createFromArray(new float[][] {{50, 50, 20, 30}}));
        INDArray value = graph.outputSingle(boxes, "loss"); // 1 - 540/660 + 4/1384
        INDArray gradient = graph.calculateGradients(boxes, "predicted").get("predicted");

        assertThat(value.getDouble(0)).isCloseTo(1 - 540.0 / 660 + 4.0 / 1384, within(1e-6));
        assertThat(gradient.getDouble(0, 0))
                .as("descent moves the box to the left")
                .isPositive();
    }
}

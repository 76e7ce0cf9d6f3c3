package io.github.yolox4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class ReadmeTest {

    @Test
    void its_example_runs() throws IOException {
        int checked = 0;
        for (GoldenCase golden :
                GoldenFolder.shipped("losses").cases(c -> c.kind().equals("box_loss"))) {
            NpzArchive numbers = golden.arrays();
            INDArray predicted = numbers.array("pred").toNd4j(DataType.DOUBLE); // [n, 4]
            double[] expected = numbers.array("loss").doubles(); // [n], to be met within golden.tolerance()
            assertThat(predicted.size(0)).isEqualTo(expected.length);
            checked++;
        }
        assertThat(checked).isEqualTo(180);
    }
}

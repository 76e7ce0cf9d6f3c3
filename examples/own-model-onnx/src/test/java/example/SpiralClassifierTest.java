package example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.testkit.check.Check;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SpiralClassifierTest {

    @TempDir
    Path folder;

    @Test
    void the_file_computes_what_the_model_computes() throws IOException {
        SpiralClassifier model = new SpiralClassifier(1);
        Path file = folder.resolve("spiral.onnx");
        model.export(file);

        for (int points : new int[] {1, 7}) {
            INDArray input = Nd4j.randn(DataType.FLOAT, points, 2);
            assertThat(model.verify(file, input)).matches(Check::passed, "agrees");
        }
    }

    @Test
    void another_models_file_is_told_apart() throws IOException {
        Path file = folder.resolve("spiral.onnx");
        new SpiralClassifier(1).export(file);

        Check check = new SpiralClassifier(2).verify(file, Nd4j.randn(DataType.FLOAT, 7, 2));

        assertThat(check.passed()).isFalse();
        assertThat(check.finding()).contains("numbers are outside the tolerance");
    }
}

package io.github.yolox4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ArrayMemoryTest {

    @Test
    void what_is_written_stands_in_the_array_and_the_other_way_round() {
        INDArray array = Nd4j.createFromArray(1f, 2f, 3f, 4f, 5f, 6f).reshape(2, 3);
        FloatBuffer memory = ArrayMemory.floats(array);
        assertThat(memory.capacity()).isEqualTo(6);

        memory.put(4, 50);
        array.putScalar(0, 2, 30);

        assertThat(array.getDouble(1, 1)).isEqualTo(50);
        assertThat(memory.get(2)).isEqualTo(30);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void numbers_are_written_in_either_precision(DataType type) {
        INDArray array = Nd4j.zeros(type, 1, 3, 1);
        ArrayMemory.write(array, new double[] {1.5, -2, 0.25});
        assertThat(array.reshape(3).toDoubleVector()).containsExactly(1.5, -2, 0.25);
    }

    @Test
    void arrays_of_another_length_type_or_order_are_refused() {
        assertThatThrownBy(() -> ArrayMemory.write(Nd4j.zeros(DataType.FLOAT, 3), new double[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an array of 3 numbers cannot hold 2");
        assertThatThrownBy(() -> ArrayMemory.doubles(Nd4j.zeros(DataType.FLOAT, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("type DOUBLE")
                .hasMessageContaining("got FLOAT[3]");
        INDArray turned = Nd4j.zeros(DataType.FLOAT, 2, 3).permute(1, 0);
        assertThatThrownBy(() -> ArrayMemory.floats(turned)).hasMessageContaining("strides [1, 3]");
    }
}

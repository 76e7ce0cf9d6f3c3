package io.github.yolox4j.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BlockTest {

    @ParameterizedTest
    @CsvSource({"FLOAT, 1", "FLOAT, 5000", "DOUBLE, 2048", "DOUBLE, 4099"})
    void a_formula_runs_over_every_number_once(DataType type, int length) {
        INDArray x = multiples(1, length, type);
        INDArray y = multiples(10, length, type);
        Block a = Block.of(x);
        Block b = Block.of(y);

        Block.forEach(List.of(a, b), 1, () -> {
            a.blend(3, 0.5, b);
            b.add(100, a);
        });

        assertThat(areMultiples(8, x)).isTrue();
        assertThat(areMultiples(10, y)).as("only read").isTrue();
    }

    @ParameterizedTest
    @CsvSource({"FLOAT, 3", "FLOAT, 2048", "DOUBLE, 3", "DOUBLE, 2048"})
    void each_formula_is_that_of_its_description(DataType type, int length) {
        INDArray x = multiples(1, length, type);
        INDArray y = Nd4j.valueArrayOf(new long[] {length}, 3, type);
        INDArray z = Nd4j.valueArrayOf(new long[] {length}, 4, type);
        Block a = Block.of(x);
        Block b = Block.of(y);
        Block c = Block.of(z);
        double[] squares = new double[1];

        Block.forEach(List.of(a, b), 1, () -> a.blendSquare(2, 10, b)); // 2 x + 10 * 9
        assertThat(x.getDouble(0)).isEqualTo(92);
        assertThat(x.getDouble(length - 1)).isEqualTo(2 * length + 90);
        Block.forEach(List.of(a, b, c), 1, () -> a.addRatio(10, b, 9, c, 1.5)); // + 10 * 3 / (sqrt(9 * 4) + 1.5)
        assertThat(x.getDouble(0)).isEqualTo(96);
        assertThat(x.getDouble(length - 1)).isEqualTo(2 * length + 94);
        Block.forEach(List.of(b), 0, () -> squares[0] += b.sumOfSquares());
        assertThat(squares[0]).isEqualTo(9.0 * length);
    }

    private static boolean areMultiples(int of, INDArray array) {
        return IntStream.range(0, (int) array.length()).allMatch(i -> array.getDouble(i) == of * (i + 1.0));
    }

    private static INDArray multiples(int of, int length, DataType type) {
        double[] numbers =
                IntStream.rangeClosed(1, length).mapToDouble(i -> i * of).toArray();
        return Nd4j.createFromArray(numbers).castTo(type);
    }

    @Test
    void arrays_of_different_lengths_are_refused() {
        Block a = Block.of(Nd4j.zeros(DataType.FLOAT, 3));
        Block b = Block.of(Nd4j.zeros(DataType.FLOAT, 4));

        assertThatThrownBy(() -> Block.forEach(List.of(a, b), 1, () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("arrays of different lengths: [3, 4]");
    }

    @Test
    void numbers_that_do_not_lie_in_order_are_refused() {
        assertThatThrownBy(() -> Block.of(Nd4j.zeros(DataType.FLOAT, 2, 3).permute(1, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FLOAT[3, 2] with strides [1, 3]");
    }
}

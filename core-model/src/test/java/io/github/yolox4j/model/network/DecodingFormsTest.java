package io.github.yolox4j.model.network;

import static io.github.yolox4j.conformance.TensorAssertions.assertThatTensor;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.detection.decode.Decoder;
import io.github.yolox4j.detection.decode.RowLayout;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.SplitMix64;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The contract of both forms of decoding: {@link Decoder} in plain Java, {@link GraphOutput} in a graph. */
class DecodingFormsTest {

    private static final RowLayout ROW = new RowLayout(3);

    @ParameterizedTest
    @CsvSource({"32, 32, 1, 1", "64, 96, 2, 2", "160, 64, 3, 3"})
    void random_raw_output_is_decoded_to_the_same_rows(int height, int width, int batch, long seed) {
        AnchorGrid grid = new AnchorGrid(height, width);
        double[] raw = Arrays.stream(new SplitMix64(seed).doubles(batch * grid.size() * ROW.width()))
                .map(u -> 10 * u - 5)
                .toArray();

        double[] inGraph = inGraph(grid, raw, batch);

        assertThatTensor(inGraph).isCloseTo(inJava(grid, raw), Closeness.ofNumbers(1e-13));
    }

    private static double[] inGraph(AnchorGrid grid, double[] raw, int batch) {
        SameDiff graph = SameDiff.create();
        SDVariable rows = graph.placeHolder("raw", DataType.DOUBLE, -1, grid.size(), ROW.width());
        INDArray given = Nd4j.createFromArray(raw).reshape(batch, grid.size(), ROW.width());
        INDArray decoded = new GraphOutput(grid, ROW.classes()).decoded(rows).eval(Map.of("raw", given));
        return decoded.dup('c').data().asDouble();
    }

    /** Row by row: the box decoded, the scores as they are. */
    private static double[] inJava(AnchorGrid grid, double[] raw) {
        Decoder decoder = new Decoder(AnchorTable.of(grid));
        double[] decoded = raw.clone();
        int image = grid.size() * ROW.width();
        for (int first = 0; first < raw.length; first += image) {
            double[] boxes = new double[RowLayout.BOX * grid.size()];
            for (int i = 0; i < grid.size(); i++) {
                System.arraycopy(raw, first + i * ROW.width(), boxes, i * RowLayout.BOX, RowLayout.BOX);
            }
            boxes = decoder.boxes(boxes);
            for (int i = 0; i < grid.size(); i++) {
                System.arraycopy(boxes, i * RowLayout.BOX, decoded, first + i * ROW.width(), RowLayout.BOX);
            }
        }
        return decoded;
    }
}

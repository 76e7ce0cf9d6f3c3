package io.github.yolox4j.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.testkit.SplitMix64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GraphOutputTest {

    private static final int BATCH = 2;
    private static final int CLASSES = 3;
    private static final int CHANNELS = 5 + CLASSES;
    private static final double CLOSE = 1e-12;

    private final AnchorGrid grid = new AnchorGrid(32, 64);
    private final AnchorTable anchors = AnchorTable.of(grid);
    private final GraphOutput output = new GraphOutput(grid, CLASSES);
    private final SameDiff graph = SameDiff.create();
    private Pyramid levels;

    @BeforeEach
    void three_levels_of_random_numbers() {
        levels = new Pyramid(level(8), level(16), level(32));
    }

    private SDVariable level(int stride) {
        int height = grid.height() / stride;
        int width = grid.width() / stride;
        double[] numbers = new SplitMix64(stride).doubles(BATCH * CHANNELS * height * width);
        return graph.constant(Nd4j.createFromArray(numbers).reshape(BATCH, CHANNELS, height, width));
    }

    @Test
    void logits_are_the_maps_cell_by_cell() {
        INDArray logits = output.logits(levels).eval();

        assertThat(logits.shape()).containsExactly(BATCH, grid.size(), CHANNELS);
        forEachNumber((image, anchor, channel) ->
                assertThat(logits.getDouble(image, anchor, channel)).isEqualTo(logit(image, anchor, channel)));
    }

    @Test
    void raw_has_the_sigmoid_of_objectness_and_classes_and_leaves_boxes() {
        INDArray raw = output.raw(levels).eval();

        assertThat(raw.shape()).containsExactly(BATCH, grid.size(), CHANNELS);
        forEachNumber((image, anchor, channel) -> {
            double logit = logit(image, anchor, channel);
            assertThat(raw.getDouble(image, anchor, channel))
                    .isEqualTo(channel < 4 ? logit : 1 / (1 + Math.exp(-logit)), within(CLOSE));
        });
    }

    @Test
    void decoded_boxes_follow_the_formula_and_the_rest_is_that_of_raw() {
        SDVariable raw = output.raw(levels);
        INDArray before = raw.eval();
        INDArray decoded = output.decoded(raw).eval();

        assertThat(decoded.shape()).containsExactly(BATCH, grid.size(), CHANNELS);
        forEachNumber((image, anchor, channel) -> {
            double number = before.getDouble(image, anchor, channel);
            assertThat(decoded.getDouble(image, anchor, channel))
                    .isEqualTo(channel < 4 ? box(number, anchor, channel) : number, within(CLOSE));
        });
    }

    @Test
    void boxes_can_be_decoded_from_logits_alone() {
        INDArray boxes = output.decodedBoxes(output.logits(levels)).eval();

        assertThat(boxes.shape()).containsExactly(BATCH, grid.size(), 4);
        forEachNumber((image, anchor, channel) -> {
            if (channel < 4) {
                assertThat(boxes.getDouble(image, anchor, channel))
                        .isEqualTo(box(logit(image, anchor, channel), anchor, channel), within(CLOSE));
            }
        });
    }

    @Test
    void strides_have_the_type_of_what_they_multiply() {
        SDVariable like = graph.constant(Nd4j.ones(DataType.FLOAT, 1));

        INDArray strides = output.strides(like).eval();

        assertThat(strides.dataType()).isEqualTo(DataType.FLOAT);
        assertThat(strides.shape()).containsExactly(1, grid.size(), 1);
        for (int i = 0; i < grid.size(); i++) {
            assertThat(strides.getDouble(0, i, 0)).isEqualTo(anchors.stride(i));
        }
    }

    @Test
    void decoding_stays_in_the_type_of_what_is_decoded() {
        SameDiff single = SameDiff.create();
        output.decoded(single.placeHolder("raw", DataType.FLOAT, BATCH, grid.size(), CHANNELS));

        assertThat(single.variables()).extracting(SDVariable::dataType).containsOnly(DataType.FLOAT);
    }

    private double box(double raw, int anchor, int channel) {
        int stride = anchors.stride(anchor);
        return switch (channel) {
            case 0 -> (raw + anchors.gridX(anchor)) * stride;
            case 1 -> (raw + anchors.gridY(anchor)) * stride;
            default -> Math.exp(raw) * stride;
        };
    }

    private double logit(int image, int anchor, int channel) {
        SDVariable level =
                switch (anchors.stride(anchor)) {
                    case 8 -> levels.stride8();
                    case 16 -> levels.stride16();
                    default -> levels.stride32();
                };
        return level.getArr().getDouble(image, channel, anchors.gridY(anchor), anchors.gridX(anchor));
    }

    private interface NumberCheck {
        void at(int image, int anchor, int channel);
    }

    private void forEachNumber(NumberCheck check) {
        for (int image = 0; image < BATCH; image++) {
            for (int anchor = 0; anchor < grid.size(); anchor++) {
                for (int channel = 0; channel < CHANNELS; channel++) {
                    check.at(image, anchor, channel);
                }
            }
        }
    }
}

package io.github.yolox4j.detection.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.testkit.SplitMix64;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostprocessingTest {

    private static final int CLASSES = 3;
    private static final int ROW = 5 + CLASSES;

    private final AnchorTable anchors = AnchorTable.of(new AnchorGrid(64, 96));
    private final Decoder decoder = new Decoder(anchors);

    @Test
    void a_raw_box_is_placed_by_its_anchor() {
        float[] output = new float[anchors.size() * ROW];
        int anchor = 96 + 6 + 1; // second row, second column of stride 16
        set(output, anchor, 0.25f, -0.5f, (float) Math.log(2), 0, 0.5f, 0.1f, 0.8f, 0.3f);

        List<Detection> found = new Postprocessing(0.3, 0.65).fromRaw(decoder, output, CLASSES);

        assertThat(found).hasSize(1);
        Detection box = found.get(0);
        assertThat(box.classId()).isEqualTo(1);
        assertThat(box.score()).isEqualTo(0.5f * 0.8f, within(1e-7));
        assertThat(box.x1()).isEqualTo(1.25 * 16 - 16, within(1e-5));
        assertThat(box.x2()).isEqualTo(1.25 * 16 + 16, within(1e-5));
        assertThat(box.y1()).isEqualTo(0.5 * 16 - 8, within(1e-5));
        assertThat(box.y2()).isEqualTo(0.5 * 16 + 8, within(1e-5));
    }

    @Test
    void decoding_all_boxes_agrees_with_the_grid() {
        double[] raw = new double[4 * anchors.size()];
        Arrays.setAll(raw, i -> Math.sin(i));
        double[] boxes = decoder.boxes(raw);
        for (int i : new int[] {0, 13, 95, 96, 119, 120, 125}) {
            int s = anchors.stride(i);
            assertThat(boxes[4 * i]).isEqualTo((raw[4 * i] + anchors.gridX(i)) * s);
            assertThat(boxes[4 * i + 1]).isEqualTo((raw[4 * i + 1] + anchors.gridY(i)) * s);
            assertThat(boxes[4 * i + 2]).isEqualTo(Math.exp(raw[4 * i + 2]) * s);
            assertThat(boxes[4 * i + 3]).isEqualTo(Math.exp(raw[4 * i + 3]) * s);
        }
    }

    @Test
    void only_the_best_class_of_an_anchor_counts_and_the_first_of_equal_ones_wins() {
        float[] output = new float[2 * ROW];
        set(output, 0, 10, 10, 4, 4, 1, 0.7f, 0.9f, 0.8f);
        set(output, 1, 50, 50, 4, 4, 1, 0.6f, 0.6f, 0.2f);
        List<Detection> found = Postprocessing.DEFAULT.fromDecoded(output, 2, CLASSES);
        assertThat(found).extracting(Detection::classId).containsExactly(1, 0);
    }

    @Test
    void a_score_of_exactly_the_confidence_stays() {
        float[] output = new float[3 * ROW];
        set(output, 0, 10, 10, 4, 4, 0.5f, 0.5f, 0, 0);
        set(output, 1, 50, 50, 4, 4, 0.5f, Math.nextDown(0.5f), 0, 0);
        set(output, 2, 80, 80, 4, 4, 0.25f, 1, 0, 0);
        assertThat(new Postprocessing(0.25, 0.65).fromDecoded(output, 3, CLASSES))
                .extracting(Detection::x1)
                .containsExactly(8.0, 78.0);
    }

    @Test
    void a_probability_below_the_best_so_far_does_not_win_whatever_the_objectness() {
        float[] output = new float[ROW];
        set(output, 0, 10, 10, 4, 4, 0.5f, 0.3f, 0.9f, 0.8f);
        assertThat(Postprocessing.DEFAULT.fromDecoded(output, 1, CLASSES))
                .containsExactly(new Detection(1, 0.5f * 0.9f, 8, 8, 12, 12));
    }

    @Test
    void of_overlapping_boxes_of_one_class_the_surer_stays() {
        float[] output = new float[3 * ROW];
        set(output, 0, 10, 10, 4, 4, 0.5f, 1, 0, 0);
        set(output, 1, 10, 10, 4, 4, 0.75f, 1, 0, 0);
        set(output, 2, 10, 10, 4, 4, 0.25f, 0, 1, 0);
        assertThat(Postprocessing.DEFAULT.fromDecoded(output, 3, CLASSES))
                .extracting(Detection::score)
                .containsExactly(0.75, 0.25);
    }

    @Test
    void a_box_beyond_single_precision_is_left_out() {
        float infinite = Float.POSITIVE_INFINITY;
        float[] output = new float[5 * ROW];
        set(output, 0, infinite, 10, 4, 4, 1, 1, 0, 0);
        set(output, 1, 10, -infinite, 4, 4, 1, 1, 0, 0);
        set(output, 2, 10, 10, infinite, 4, 1, 1, 0, 0);
        set(output, 3, 10, 10, 4, Float.NaN, 1, 1, 0, 0);
        set(output, 4, 50, 50, 4, 4, 1, 1, 0, 0);
        assertThat(Postprocessing.DEFAULT.fromDecoded(output, 5, CLASSES))
                .containsExactly(new Detection(0, 1, 48, 48, 52, 52));

        float[] raw = new float[anchors.size() * ROW];
        set(raw, 0, 0, 0, 90, 0, 1, 1, 0, 0); // e^90 fits into double precision only
        assertThat(Postprocessing.DEFAULT.fromRaw(decoder, raw, CLASSES)).isEmpty();
    }

    @Test
    void one_class_is_enough_and_none_are_refused() {
        assertThat(Postprocessing.DEFAULT.fromDecoded(new float[] {10, 10, 4, 4, 1, 0.5f}, 1, 1))
                .containsExactly(new Detection(0, 0.5, 8, 8, 12, 12));
        assertThatThrownBy(() -> Postprocessing.DEFAULT.fromDecoded(new float[5], 1, 0))
                .hasMessage("classes must be at least 1: 0");
    }

    @Test
    void raw_and_decoded_outputs_agree() {
        double[] u = new SplitMix64(11).doubles(anchors.size() * ROW);
        float[] raw = new float[u.length];
        double[] rawBoxes = new double[4 * anchors.size()];
        for (int i = 0; i < u.length; i++) {
            raw[i] = (float) u[i];
            if (i % ROW < 4) {
                rawBoxes[i / ROW * 4 + i % ROW] = raw[i];
            }
        }
        double[] boxes = decoder.boxes(rawBoxes);
        float[] decoded = raw.clone();
        for (int i = 0; i < boxes.length; i++) {
            decoded[i / 4 * ROW + i % 4] = (float) boxes[i];
        }

        Postprocessing strict = new Postprocessing(0.1, 0.2);
        List<Detection> fromRaw = strict.fromRaw(decoder, raw, CLASSES);
        List<Detection> fromDecoded = strict.fromDecoded(decoded, anchors.size(), CLASSES);

        assertThat(fromRaw).hasSizeBetween(2, anchors.size() - 1).hasSameSizeAs(fromDecoded);
        for (int i = 0; i < fromRaw.size(); i++) {
            assertThat(fromRaw.get(i).score()).isEqualTo(fromDecoded.get(i).score());
            assertThat(fromRaw.get(i).x2()).isEqualTo(fromDecoded.get(i).x2(), within(1e-4));
        }
    }

    @Test
    void an_output_of_the_wrong_size_is_refused() {
        assertThatThrownBy(() -> Postprocessing.DEFAULT.fromRaw(decoder, new float[10], CLASSES))
                .hasMessage("need 126 anchors x (5 + 3 classes) = 1008 numbers, got 10");
        assertThatThrownBy(() -> decoder.boxes(new double[4])).hasMessageContaining("126 anchors");
    }

    @Test
    void thresholds_outside_0_to_1_are_refused() {
        assertThatThrownBy(() -> new Postprocessing(-0.1, 0.5)).hasMessage("confidence must lie in [0, 1], got -0.1");
        assertThatThrownBy(() -> new Postprocessing(1.1, 0.5)).hasMessage("confidence must lie in [0, 1], got 1.1");
        assertThatThrownBy(() -> new Postprocessing(0.5, -0.1)).hasMessage("iouThreshold must lie in [0, 1], got -0.1");
        assertThatThrownBy(() -> new Postprocessing(0.5, 1.1)).hasMessage("iouThreshold must lie in [0, 1], got 1.1");
        assertThat(new Postprocessing(0, 1)).isNotEqualTo(new Postprocessing(1, 0));
    }

    private static void set(float[] output, int row, float... values) {
        System.arraycopy(values, 0, output, row * ROW, ROW);
    }
}

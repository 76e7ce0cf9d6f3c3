package io.github.yolox4j.train.data.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.yolox4j.detection.box.Box;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunLengthsTest {

    /** The pixels (1, 2), (1, 3), (2, 2), (2, 3) of a mask 5 high and 4 wide: columns of 5, from top to bottom. */
    @Test
    void plain_and_packed_runs_are_the_same_mask() throws IOException {
        RunLengths plain = RunLengths.of(json("{\"size\": [5, 4], \"counts\": [7, 2, 3, 2, 6]}"));
        RunLengths packed = RunLengths.of(json("{\"size\": [5, 4], \"counts\": \"72303\"}"));

        assertThat(plain.box()).contains(new Box(1, 2, 3, 4));
        assertThat(packed.runs()).isEqualTo(List.of(7L, 2L, 3L, 2L, 6L));
        assertThat(packed.box()).isEqualTo(plain.box());
    }

    @Test
    void a_run_over_columns_reaches_from_top_to_bottom() throws IOException {
        assertThat(RunLengths.of(json("{\"size\": [5, 4], \"counts\": [8, 9, 3]}"))
                        .box())
                .contains(new Box(1, 0, 4, 5));
        assertThat(RunLengths.of(json("{\"size\": [5, 4], \"counts\": [20]}")).box())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"counts\": [1, 2]}",
                "{\"size\": [0, 4], \"counts\": [1]}",
                "{\"size\": [5, 4], \"counts\": [7, 2, 12]}",
                "{\"size\": [5, 4], \"counts\": [7, -2, 3]}",
                "{\"size\": [5, 4], \"counts\": [\"x\"]}",
                "{\"size\": [5, 4], \"counts\": \"\\u0001\"}",
                "{\"size\": [5, 4], \"counts\": \"oooooooooooooooooooooo\"}"
            })
    void what_makes_no_sense_is_refused(String mask) {
        assertThatThrownBy(() -> RunLengths.of(json(mask)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("of the mask");
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}

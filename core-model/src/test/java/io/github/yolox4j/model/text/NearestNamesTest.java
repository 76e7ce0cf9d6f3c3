package io.github.yolox4j.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNamesTest {

    @ParameterizedTest
    @CsvSource({"'', '', 0", "'', abc, 3", "abc, '', 3", "kitten, sitting, 3", "box_loss, box-loss, 1", "batch, bach, 1"
    })
    void edits_are_inserted_removed_and_replaced_characters(String from, String to, int edits) {
        assertThat(NearestNames.edits(from, to)).isEqualTo(edits);
    }

    @Test
    void the_nearest_come_first_and_ties_keep_their_order() {
        assertThat(NearestNames.of("epoch", List.of("batch", "size", "epochs", "depth"), 3))
                .containsExactly("epochs", "batch", "depth");
        assertThat(NearestNames.of("x", List.of("b", "a", "x"), 9)).containsExactly("x", "b", "a");
    }
}

package io.github.yolox4j.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchChoiceTest {

    private static final long MEGA = 1L << 20;

    @ParameterizedTest
    @CsvSource({
        "400, 1000, 1",
        "499, 1000, 1",
        "500, 1000, 2",
        "699, 1000, 2",
        "700, 1000, 4",
        "6699, 1000, 62",
        "6700, 1000, 64",
        "99999, 1000, 64",
        "99999, 64, 64",
        "99999, 63, 62",
        "99999, 3, 2",
        "99999, 1, 1"
    })
    void the_largest_even_batch_that_fits_is_taken_if_there_are_as_many_images(int megabytes, int most, int expected) {
        assertThat(BatchChoice.largest(BatchChoiceTest::need, megabytes * MEGA, most))
                .isEqualTo(expected);
    }

    @Test
    void where_not_even_one_image_fits_it_says_what_is_needed_and_what_there_is() {
        assertThatThrownBy(() -> BatchChoice.largest(BatchChoiceTest::need, 399 * MEGA, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a batch of one image needs about 400 MB of memory in addition to the Java heap, there are"
                        + " 399; a smaller --input, --size or heap (YOLOX4J_HEAP) needs less");
    }

    private static long need(int images) {
        return (300 + 100L * images) * MEGA;
    }

    @Test
    void a_batch_is_a_number_or_left_to_the_command() {
        assertThat(BatchChoice.parse("12").images()).isEqualTo(Optional.of(12));
        assertThat(BatchChoice.parse("auto").images()).isEmpty();
        assertThatThrownBy(() -> BatchChoice.parse("many"))
                .hasMessage("a batch must be a number of images or auto, got 'many'");
    }
}

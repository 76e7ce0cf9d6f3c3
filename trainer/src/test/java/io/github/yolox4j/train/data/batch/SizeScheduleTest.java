package io.github.yolox4j.train.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.decode.AnchorGrid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SizeScheduleTest {

    private static final AnchorGrid INPUT = new AnchorGrid(416, 640);

    private final SizeSchedule schedule = new SizeSchedule(INPUT, SizeRange.around(INPUT, 5), 3);

    @Test
    void the_first_ten_iterations_have_the_inputs_size_and_every_further_ten_one_of_their_own() {
        List<AnchorGrid> tens = new ArrayList<>();
        for (int ten = 0; ten < 40; ten++) {
            AnchorGrid size = schedule.at(10L * ten);
            for (int i = 0; i < 10; i++) {
                assertThat(schedule.at(10L * ten + i)).isEqualTo(size);
            }
            tens.add(size);
        }
        assertThat(tens.get(0)).isEqualTo(INPUT);
        assertThat(new HashSet<>(tens)).hasSizeGreaterThan(5);
    }

    @Test
    void all_sizes_of_the_range_come_up_with_the_inputs_aspect_in_whole_blocks() {
        Set<AnchorGrid> seen = new HashSet<>();
        for (long iteration = 0; iteration < 3000; iteration += 10) {
            seen.add(schedule.at(iteration));
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(schedule.sizes()).hasSize(11);
        // 20 columns of blocks to 13 rows.
        assertThat(schedule.sizes())
                .startsWith(new AnchorGrid(8 * 32, 12 * 32))
                .contains(INPUT, new AnchorGrid(14 * 32, 21 * 32))
                .endsWith(new AnchorGrid(18 * 32, 27 * 32));
    }

    @Test
    void equal_seeds_give_equal_sizes_and_others_others() {
        assertThat(sizes(3)).isEqualTo(sizes(3)).isNotEqualTo(sizes(4));
    }

    @Test
    void a_range_may_lie_anywhere() {
        AnchorGrid square = new AnchorGrid(416, 416);
        SizeSchedule nano = new SizeSchedule(square, new SizeRange(10, 20), 1);

        assertThat(nano.at(0)).isEqualTo(square);
        assertThat(nano.sizes())
                .hasSize(11)
                .startsWith(new AnchorGrid(320, 320))
                .endsWith(new AnchorGrid(640, 640));
    }

    @Test
    void a_fixed_size_never_changes() {
        SizeSchedule fixed = SizeSchedule.fixed(INPUT);

        assertThat(fixed.sizes()).containsExactly(INPUT);
        assertThat(fixed.at(0)).isEqualTo(INPUT);
        assertThat(fixed.at(12345)).isEqualTo(INPUT);
    }

    @Test
    void ranges_that_reach_nothing_are_refused() {
        assertThatThrownBy(() -> SizeRange.around(new AnchorGrid(64, 64), 2))
                .hasMessage(
                        "a range of blocks around an input 64 pixels high must be at least 0 and less than 2, got 2");
        assertThatThrownBy(() -> new SizeRange(5, 4))
                .hasMessage("need 1 <= smallest <= largest blocks of 32 pixels, got 5 and 4");
        assertThatThrownBy(() -> new SizeSchedule(new AnchorGrid(320, 32), new SizeRange(5, 10), 1))
                .hasMessage("an input of 320 x 32 pixels has no width left at a height of 5 blocks of 32");
    }

    private static List<AnchorGrid> sizes(long seed) {
        SizeSchedule schedule = new SizeSchedule(INPUT, SizeRange.around(INPUT, 5), seed);
        return LongStream.range(0, 50).mapToObj(ten -> schedule.at(10 * ten)).toList();
    }
}

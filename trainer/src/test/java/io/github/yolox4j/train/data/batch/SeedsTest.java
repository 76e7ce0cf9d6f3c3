package io.github.yolox4j.train.data.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeedsTest {

    @Test
    void seeds_of_different_paths_differ() {
        assertThat(List.of(
                        Seeds.at(1).nextLong(),
                        Seeds.at(1, 0).nextLong(),
                        Seeds.at(1, 0, 0).nextLong(),
                        Seeds.at(1, 0, 1).nextLong(),
                        Seeds.at(1, 1, 0).nextLong(),
                        Seeds.at(2, 0, 0).nextLong()))
                .doesNotHaveDuplicates();
        assertThat(Seeds.permutation(50, Seeds.at(4))).hasSize(50).doesNotHaveDuplicates();
    }
}

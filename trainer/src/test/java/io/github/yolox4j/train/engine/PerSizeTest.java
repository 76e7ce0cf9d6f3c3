package io.github.yolox4j.train.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.decode.AnchorGrid;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerSizeTest {

    private final List<String> happened = new ArrayList<>();

    private PerSize.Closable open(AnchorGrid size) {
        happened.add("open " + size.width());
        return () -> happened.add("close " + size.width());
    }

    @Test
    void what_was_unused_for_longest_goes_first() {
        try (PerSize<PerSize.Closable> kept = new PerSize<>(2, this::open)) {
            PerSize.Closable first = kept.of(new AnchorGrid(32, 32));
            kept.of(new AnchorGrid(32, 64));
            assertThat(kept.of(new AnchorGrid(32, 32))).isSameAs(first);
            kept.of(new AnchorGrid(32, 96));
        }
        assertThat(happened).containsExactly("open 32", "open 64", "close 64", "open 96", "close 32", "close 96");
    }

    @Test
    void at_least_one_is_kept() {
        assertThatThrownBy(() -> new PerSize<>(0, this::open))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("at least one size must be kept, got 0");
    }
}

package io.github.yolox4j.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DivisionTest {

    private static final Dataset TEN = images(0, 10);

    @Test
    void every_image_is_in_one_split() {
        Map<String, Dataset> splits = new Division(shares(0.7, 0.2, 0.1), 1).of(List.of(TEN));

        assertThat(splits.keySet()).containsExactly("train", "val", "test");
        assertThat(splits.values()).extracting(Dataset::size).containsExactly(7, 2, 1);
        Set<Path> seen = new HashSet<>();
        splits.values().forEach(split -> split.samples().forEach(sample -> seen.add(sample.image())));
        assertThat(seen).hasSize(10);
    }

    @Test
    void the_seed_decides() {
        Division division = new Division(shares(0.5, 0.25, 0.25), 3);
        assertThat(division.of(List.of(TEN))).isEqualTo(division.of(List.of(TEN)));
        assertThat(division.of(List.of(TEN))).isNotEqualTo(new Division(division.shares(), 4).of(List.of(TEN)));
    }

    @Test
    void an_image_of_two_datasets_counts_once() {
        Map<String, Dataset> splits = new Division(shares(0.5, 0.25, 0.25), 1).of(List.of(images(0, 8), images(4, 12)));
        assertThat(splits.values()).extracting(Dataset::size).containsExactly(6, 3, 3);
    }

    @Test
    void shares_are_the_whole() {
        assertThatThrownBy(() -> new Division(shares(0.5, 0.25, 0.2), 1))
                .hasMessage("shares must be above 0 and together 1, got {train=0.5, val=0.25, test=0.2}");
        assertThatThrownBy(() -> new Division(shares(1.5, -0.25, -0.25), 1)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new Division(shares(Double.NaN, 0.5, 0.5), 1)).hasMessageContaining("NaN");
    }

    @Test
    void no_split_stays_empty() {
        assertThatThrownBy(() -> new Division(shares(0.98, 0.01, 0.01), 1).of(List.of(TEN)))
                .hasMessage("split 'val' gets none of the 10 images");
    }

    private static Map<String, Double> shares(double train, double val, double test) {
        Map<String, Double> shares = new LinkedHashMap<>();
        shares.put("train", train);
        shares.put("val", val);
        shares.put("test", test);
        return shares;
    }

    private static Dataset images(int from, int to) {
        return Dataset.of(
                List.of("cat"),
                IntStream.range(from, to)
                        .mapToObj(i -> new Sample("" + i, Path.of(i + ".jpg"), 10, 10, List.of()))
                        .toList());
    }
}

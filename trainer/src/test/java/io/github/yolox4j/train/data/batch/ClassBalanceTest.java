package io.github.yolox4j.train.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.batch.ClassBalance.ClassShare;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassBalanceTest {

    private static final double EXACT = 1e-12;

    /** Class a is in 4 of 8 images, b in 2, c in 1, d in none. */
    private final Dataset dataset = dataset(
            List.of(0), List.of(0, 0, 0), List.of(0), List.of(0, 1), List.of(1), List.of(2), List.of(), List.of());

    @Test
    void the_factor_is_that_of_the_rarest_class_by_the_square_root() {
        ClassBalance balance = new ClassBalance(dataset);

        double b = Math.sqrt(2);
        double sum = 3 + b + b + 2 + 1 + 1;
        double[] factors = {1, 1, 1, b, b, 2, 1, 1};
        for (int i = 0; i < 8; i++) {
            assertThat(balance.expected(i)).as("image %d", i).isCloseTo(8 * factors[i] / sum, within(EXACT));
        }
        List<ClassShare> shares = balance.classShares();
        assertThat(shares).extracting(ClassShare::name).containsExactly("a", "b", "c", "d");
        assertThat(shares).extracting(ClassShare::listed).containsExactly(0.5, 0.25, 0.125, 0.0);
        double[] drawn = {(3 + b) / sum, 2 * b / sum, 2 / sum, 0};
        for (int c = 0; c < 4; c++) {
            assertThat(shares.get(c).drawn()).isCloseTo(drawn[c], within(EXACT));
        }
    }

    @Test
    void each_image_comes_up_as_often_as_expected_and_never_a_whole_time_more_or_less() {
        ClassBalance balance = new ClassBalance(dataset);
        int rounds = 20_000;
        int[] total = new int[8];
        for (int seed = 0; seed < rounds; seed++) {
            int[] drawn = balance.draw(new SplittableRandom(seed));
            assertThat(drawn).hasSize(8);
            int[] times = new int[8];
            IntStream.of(drawn).forEach(image -> times[image]++);
            for (int i = 0; i < 8; i++) {
                total[i] += times[i];
                assertThat(times[i]).as("image %d", i).isBetween((int) Math.floor(balance.expected(i)), (int)
                        Math.ceil(balance.expected(i)));
            }
        }
        for (int i = 0; i < 8; i++) {
            assertThat((double) total[i] / rounds).isCloseTo(balance.expected(i), within(0.02));
        }
    }

    @Test
    void equally_frequent_classes_give_every_image_once() {
        ClassBalance balance = new ClassBalance(dataset(List.of(0), List.of(1), List.of(2), List.of(3)));
        for (int seed = 0; seed < 1000; seed++) {
            assertThat(balance.draw(new SplittableRandom(seed))).containsExactlyInAnyOrder(0, 1, 2, 3);
        }
        ClassBalance unlabelled = new ClassBalance(dataset(List.of(), List.of(), List.of()));
        assertThat(unlabelled.draw(new SplittableRandom(1))).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void the_generator_decides_the_order() {
        ClassBalance balance = new ClassBalance(dataset);

        assertThat(balance.draw(new SplittableRandom(3))).isEqualTo(balance.draw(new SplittableRandom(3)));
        assertThat(IntStream.range(0, 20)
                        .mapToObj(seed -> Arrays.toString(balance.draw(new SplittableRandom(seed))))
                        .distinct())
                .hasSizeGreaterThan(15);
    }

    @Test
    void a_crowd_is_no_object() {
        LabeledBox crowd = new LabeledBox(1, new Box(0, 0, 5, 5), true, false, 25);
        Dataset crowded = Dataset.of(
                List.of("a", "b"),
                List.of(sample(0, List.of(crowd)), sample(1, boxes(List.of(0))), sample(2, List.of())));

        assertThat(new ClassBalance(crowded).classShares())
                .extracting(ClassShare::listed)
                .containsExactly(1 / 3.0, 0.0);
    }

    @SafeVarargs
    private static Dataset dataset(List<Integer>... classesOf) {
        List<Sample> samples = new ArrayList<>();
        for (List<Integer> classes : classesOf) {
            samples.add(sample(samples.size(), boxes(classes)));
        }
        return Dataset.of(List.of("a", "b", "c", "d"), samples);
    }

    private static List<LabeledBox> boxes(List<Integer> classes) {
        return classes.stream().map(id -> LabeledBox.ofCorners(id, 0, 0, 5, 5)).toList();
    }

    private static Sample sample(int number, List<LabeledBox> boxes) {
        return new Sample("" + number, Path.of(number + ".png"), 10, 10, boxes);
    }
}

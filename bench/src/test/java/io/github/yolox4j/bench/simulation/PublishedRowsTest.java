package io.github.yolox4j.bench.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The whole experiment at 120 centres. The expected numbers were computed with PyTorch, from the authors' code and by
 * autograd.
 */
@Tag("slow")
class PublishedRowsTest {

    private static final Percentage ONE_PERCENT = Percentage.withPercentage(1);

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "author:iou,     3.608, 3.462, 3.437, 3.391, 694.3, 0.182,  0.183",
        "author:giou,    2.496, 1.947, 1.446, 0.955, 324.5, 0.707,  0.680",
        "author:diou,    1.364, 0.313, 0.237, 0.0024, 95.4, 0.9966, 1.000",
        "author:ciou,    1.049, 0.251, 0.236, 0.0024, 84.4, 0.9966, 1.000",
        "autodiff:iou,   3.660, 3.502, 3.434, 3.391, 696.5, 0.182,  0.182",
        "autodiff:diou,  2.978, 1.737, 0.436, 0.0348, 202.9, 0.981, 0.974",
        "autodiff:ciou,  2.833, 1.529, 0.298, 0.0050, 180.7, 0.995, 0.994",
        "autodiff:giou,  2.379, 1.179, 0.367, 0.0193, 162.3, 0.988, 0.979",
        "autodiff:eiou,  2.380, 1.231, 0.217, 0.0016, 152.2, 0.998, 1.000",
        "autodiff:siou,  2.996, 2.011, 0.682, 0.0310, 230.8, 0.981, 0.973",
    })
    void a_row_is_reproduced_within_one_percent(
            String run, double at20, double at50, double at100, double last, double sum, double iou, double solved)
            throws InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();

        Outcome outcome = new Descent(new Cases(Centres.listed()), Descent.ITERATIONS, threads)
                .run(SimulationOptions.Run.parse(run).gradients());

        assertThat(outcome.errorAfter(0)).isCloseTo(3.8975, within(5e-5));
        assertThat(outcome.errorAfter(20)).isCloseTo(at20, ONE_PERCENT);
        assertThat(outcome.errorAfter(50)).isCloseTo(at50, ONE_PERCENT);
        assertThat(outcome.errorAfter(100)).isCloseTo(at100, ONE_PERCENT);
        assertThat(outcome.finalError()).isCloseTo(last, within(0.01 * last + 5e-5)); // the last digit given
        assertThat(outcome.sumOfErrors()).isCloseTo(sum, ONE_PERCENT);
        assertThat(outcome.meanIou()).isCloseTo(iou, ONE_PERCENT);
        assertThat(outcome.solved()).isCloseTo(solved, ONE_PERCENT);
        assertThat(outcome.floored()).isLessThan(run.equals("author:giou") ? 200 : 1); // of 16 million sizes
    }
}

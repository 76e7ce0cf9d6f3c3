package io.github.yolox4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is timed is what its documentation says. */
class DecodeBenchmarkTest {

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "100, 40, 100"})
    void as_many_anchors_see_something_as_asked_for(int seeing, int least, int most) {
        DecodeBenchmark benchmark = new DecodeBenchmark();
        benchmark.seeing = seeing;
        benchmark.draw();

        assertThat(benchmark.raw_output_to_detections().size()).isBetween(least, most);
    }
}

package io.github.yolox4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.losses.box.BoxLosses;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Param;

class BoxLossBenchmarkTest {

    @Test
    void every_loss_is_timed() throws NoSuchFieldException {
        Param timed = BoxLossBenchmark.class.getField("loss").getAnnotation(Param.class);

        assertThat(timed.value()).containsExactlyElementsOf(BoxLosses.REGISTRY.names());
    }

    @ParameterizedTest
    @MethodSource("names")
    void every_loss_runs(String loss) {
        BoxLossBenchmark benchmark = new BoxLossBenchmark();
        benchmark.loss = loss;
        benchmark.pairs = 10;
        benchmark.compile();

        assertThat(benchmark.value_and_gradient().data().asDouble())
                .hasSize(40)
                .matches(numbers -> Arrays.stream(numbers).allMatch(Double::isFinite));
        benchmark.close();
    }

    static List<String> names() {
        return BoxLosses.REGISTRY.names();
    }
}

package io.github.yolox4j.bench.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.bench.simulation.Centres.Centre;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DescentTest {

    /** The centres of {@code make.py}, which says why these. */
    private static final List<Centre> CENTRES = Centres.listed().subList(12, 16);

    @ParameterizedTest(name = "{0}")
    @MethodSource("firstIterations")
    void the_first_iterations_are_those_computed_apart(String run, List<Double> errors) throws InterruptedException {
        Cases cases = new Cases(CENTRES);

        Outcome outcome = new Descent(cases, errors.size() - 1, 1)
                .run(SimulationOptions.Run.parse(run).gradients());

        for (int k = 0; k < errors.size(); k++) {
            assertThat(outcome.errorAfter(k)).as("iteration %d", k).isCloseTo(errors.get(k), within(1e-9));
        }
    }

    @Test
    void threads_change_nothing() throws InterruptedException {
        Cases cases = new Cases(Centres.listed().subList(0, 25));

        Outcome one = new Descent(cases, 30, 1).run(n -> AuthorGradient.CIOU);
        Outcome three = new Descent(cases, 30, 3).run(n -> AuthorGradient.CIOU);

        assertThat(three).isEqualTo(one);
    }

    @Test
    void sizes_stay_positive_and_steps_that_would_not_are_counted() throws InterruptedException {
        BoxGradient shrinking = new BoxGradient() {
            @Override
            public void of(double[] boxes, double[] targets, int n, double[] gradient) {
                IntStream.range(0, n).forEach(i -> gradient[4 * i + 2] = 100);
            }

            @Override
            public void close() {
                // holds nothing
            }
        };

        Outcome outcome = new Descent(new Cases(Centres.listed().subList(0, 1)), 2, 1).run(n -> shrinking);

        assertThat(outcome.floored()).isEqualTo(2L * Cases.PER_CENTRE);
        assertThat(outcome.finalError()).isFinite();
    }

    @Test
    void a_failure_of_the_gradient_is_passed_on() {
        Descent descent = new Descent(new Cases(Centres.listed().subList(0, 1)), 1, 1);

        assertThatThrownBy(() -> descent.run(n -> {
                    throw new IllegalArgumentException("no such loss");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a batch failed: no such loss");
    }

    static Stream<Arguments> firstIterations() {
        List<String[]> rows = rows("first-iterations.csv");
        String[] names = rows.get(0);
        return IntStream.range(1, names.length)
                .mapToObj(column -> Arguments.of(
                        names[column],
                        rows.stream()
                                .skip(1)
                                .map(row -> Double.valueOf(row[column]))
                                .toList()));
    }

    private static List<String[]> rows(String resource) {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(DescentTest.class.getResourceAsStream(resource), StandardCharsets.US_ASCII))) {
            return lines.lines().map(line -> line.split(",")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

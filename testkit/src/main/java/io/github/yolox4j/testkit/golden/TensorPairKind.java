package io.github.yolox4j.testkit.golden;

import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Check;
import java.io.IOException;
import java.util.List;

/**
 * {@code tensor_pair}: two arrays that others have computed. Nothing is computed here, they are only compared.
 *
 * <p>Arrays {@code actual, expected} of one shape; {@code measure} says by what a difference is measured: each
 * {@code number}, the largest of its {@code row}, or the largest of the {@code array}.
 */
public record TensorPairKind() implements GoldenKind {

    private static final double TOLERANCE = 1e-6;
    private static final String BY_NUMBER = "number";

    @Override
    public String name() {
        return "tensor_pair";
    }

    @Override
    public Arithmetic arithmetic(CaseFacts facts) {
        return Arithmetic.NO_GRAPH;
    }

    @Override
    public List<Check> check(CaseFacts facts) throws IOException {
        NpzArchive arrays = facts.arrays();
        Numbers actual = arrays.array("actual");
        Numbers expected = arrays.array("expected");
        if (expected.size() == 0) {
            throw new IOException(facts.text("file") + "/expected: contains no numbers");
        }
        return List.of(Check.compare("actual", actual, expected, tolerance(facts)));
    }

    private static Closeness tolerance(CaseFacts facts) throws IOException {
        double factor = facts.number("tolerance", TOLERANCE);
        String measure = facts.has("measure") ? facts.text("measure") : BY_NUMBER;
        return switch (measure) {
            case BY_NUMBER -> Closeness.ofNumbers(factor);
            case "row" -> Closeness.ofRows(factor);
            case "array" -> Closeness.ofTensor(factor);
            default -> throw new IOException("manifest.json: 'measure' of case "
                    + facts.golden().name() + " must be number, row or array, is '" + measure + "'");
        };
    }
}

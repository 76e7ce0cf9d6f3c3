package io.github.yolox4j.bench.simulation;

import io.github.yolox4j.losses.box.BoxLoss;
import io.github.yolox4j.losses.box.BoxLosses;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * A gradient by name: {@code autodiff:LOSS} with any name that {@link BoxLosses#parse} knows, or {@code author:LOSS}.
 *
 * @param name as it was asked for
 * @param gradients makes the gradient for up to so many pairs
 */
record Run(String name, IntFunction<BoxGradient> gradients) {

    private static final String AUTHOR = "author:";
    private static final String AUTODIFF = "autodiff:";

    static Run parse(String name) {
        if (name.startsWith(AUTHOR)) {
            AuthorGradient gradient = author(name.substring(AUTHOR.length()));
            return new Run(name, pairs -> gradient);
        }
        if (name.startsWith(AUTODIFF)) {
            BoxLoss loss = BoxLosses.parse(name.substring(AUTODIFF.length()));
            return new Run(name, pairs -> new AutodiffGradient(loss, pairs));
        }
        throw new IllegalArgumentException("a run is author:LOSS or autodiff:LOSS, got '" + name + "'");
    }

    private static AuthorGradient author(String loss) {
        return Arrays.stream(AuthorGradient.values())
                .filter(member -> member.toString().equals(loss))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("the authors wrote no gradient for '" + loss + "', only for "
                                + Arrays.toString(AuthorGradient.values()).toLowerCase(Locale.ROOT)));
    }
}

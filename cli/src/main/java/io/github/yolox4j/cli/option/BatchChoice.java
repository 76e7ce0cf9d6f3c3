package io.github.yolox4j.cli.option;

import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * How many images a step takes.
 *
 * @param images empty for as many as fit into memory
 */
public record BatchChoice(Optional<Integer> images) {

    /** What asks for as many as fit into memory. */
    public static final String AUTO = "auto";

    private static final int LARGEST = 64;

    static BatchChoice parse(String text) {
        if (text.equals(AUTO)) {
            return new BatchChoice(Optional.empty());
        }
        try {
            return new BatchChoice(Optional.of(Integer.parseInt(text)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "a batch must be a number of images or " + AUTO + ", got '" + text + "'", e);
        }
    }

    /**
     * The largest of the batches 1, 2, 4, 6, ... {@value #LARGEST} that fits, and for which there are enough images.
     *
     * @param need bytes of memory by number of images
     * @param bound bytes that there are
     * @param most images that there are
     * @throws IllegalArgumentException if not even one image fits
     */
    public static int largest(IntToLongFunction need, long bound, int most) {
        int from = Math.min(LARGEST, most);
        return IntStream.iterate(from, batch -> batch > 0, batch -> batch - 1)
                .filter(batch -> batch == 1 || batch % 2 == 0)
                .filter(batch -> need.applyAsLong(batch) <= bound)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        "a batch of one image needs about %d MB of memory in addition to the Java heap, there are %d; "
                                + "a smaller --input, --size or heap (YOLOX4J_HEAP) needs less",
                        need.applyAsLong(1) >> 20, bound >> 20)));
    }
}

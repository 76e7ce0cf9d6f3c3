package io.github.yolox4j.train.data.batch;

import io.github.yolox4j.detection.decode.AnchorGrid;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The input's size at every step of multi-scale training. The first {@value #EVERY} iterations have the input's own
 * size; each further {@value #EVERY} have one height, drawn from the range, all with equal probability. The width
 * follows, in whole blocks of {@value SizeRange#BLOCK} pixels: for an input of \(h \times w\) pixels and \(k\) blocks
 * \[ 32 k \times 32 \lfloor k\,w / h \rfloor. \]
 *
 * <p>A pure function of seed and iteration, so that a run that is taken up again finds the same sizes.
 *
 * @param input size of the first iterations, and the aspect of all
 * @param range of heights
 * @param seed of the draws
 */
public record SizeSchedule(AnchorGrid input, SizeRange range, long seed) {

    /** Iterations of one size. */
    public static final int EVERY = 10;

    /** Keeps the draws apart from those of order and augmentation under the same seed. */
    private static final long BRANCH = 0x73697a6573L;

    public SizeSchedule {
        if (width(input, range.smallest()) < SizeRange.BLOCK) {
            throw new IllegalArgumentException("an input of " + input.height() + " x " + input.width()
                    + " pixels has no width left at a height of " + range.smallest() + " blocks of " + SizeRange.BLOCK);
        }
    }

    /** Always this size. */
    public static SizeSchedule fixed(AnchorGrid input) {
        return new SizeSchedule(input, SizeRange.only(input), 0);
    }

    /** The size at an iteration, counted from 0 over all epochs. */
    public AnchorGrid at(long iteration) {
        if (iteration < EVERY || range.isOnly(input)) {
            return input;
        }
        return size(Seeds.at(seed, BRANCH, iteration / EVERY).nextInt(range.smallest(), range.largest() + 1));
    }

    /** All sizes that may come up, the input's own among them, from low to high. */
    public List<AnchorGrid> sizes() {
        return IntStream.concat(
                        IntStream.of(input.height() / SizeRange.BLOCK),
                        IntStream.rangeClosed(range.smallest(), range.largest()))
                .sorted()
                .distinct()
                .mapToObj(this::size)
                .toList();
    }

    private AnchorGrid size(int blocks) {
        return new AnchorGrid(SizeRange.BLOCK * blocks, width(input, blocks));
    }

    private static int width(AnchorGrid input, int blocks) {
        return SizeRange.BLOCK * (int) ((long) blocks * input.width() / input.height());
    }
}

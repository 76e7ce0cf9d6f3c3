package io.github.yolox4j.train.data.batch;

import io.github.yolox4j.detection.decode.AnchorGrid;

/**
 * Heights that the network's input may have in multi-scale training, in blocks of {@value #BLOCK} pixels.
 *
 * @param smallest blocks, at least 1
 * @param largest blocks, included, at least {@code smallest}
 */
public record SizeRange(int smallest, int largest) {

    /** Pixels of a block: the largest stride. */
    public static final int BLOCK = 32;

    /** As many blocks more or fewer than the input has are the reference's default. */
    public static final int REFERENCE = 5;

    public SizeRange {
        if (smallest < 1 || largest < smallest) {
            throw new IllegalArgumentException("need 1 <= smallest <= largest blocks of " + BLOCK + " pixels, got "
                    + smallest + " and " + largest);
        }
    }

    /** Only the height of this input. */
    public static SizeRange only(AnchorGrid input) {
        return around(input, 0);
    }

    /** Up to {@code range} blocks more or fewer than this input is high. */
    public static SizeRange around(AnchorGrid input, int range) {
        int blocks = input.height() / BLOCK;
        if (range < 0 || range >= blocks) {
            throw new IllegalArgumentException("a range of blocks around an input " + input.height()
                    + " pixels high must be at least 0 and less than " + blocks + ", got " + range);
        }
        return new SizeRange(blocks - range, blocks + range);
    }

    /** Whether it holds this input's height and no other. */
    public boolean isOnly(AnchorGrid input) {
        return equals(only(input));
    }
}

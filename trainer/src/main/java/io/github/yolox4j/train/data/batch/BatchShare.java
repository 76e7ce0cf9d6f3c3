package io.github.yolox4j.train.data.batch;

/**
 * Which part of every batch a process loads: of {@code size} parts of equally many images, the one of this number.
 *
 * @param part from 0
 */
public record BatchShare(int part, int size) {

    /** All of it. */
    public static final BatchShare WHOLE = new BatchShare(0, 1);

    public BatchShare {
        if (part < 0 || part >= size) {
            throw new IllegalArgumentException("a part must be from 0 to " + (size - 1) + ", got " + part);
        }
    }

    /**
     * How many of the images of a batch are in the part.
     *
     * @throws IllegalArgumentException if there are no equal parts
     */
    public int imagesOf(int batch) {
        if (batch % size != 0) {
            int below = batch / size * size;
            throw new IllegalArgumentException("a batch of " + batch + " images has no " + size + " equal parts; take "
                    + (below > 0 ? below + " or " : "") + (below + size));
        }
        return batch / size;
    }
}

package io.github.yolox4j.onednn.run;

import org.bytedeco.javacpp.Pointer;

/**
 * Memory that calls of a {@link Program} read and write: either some of the memory that a program plans, or memory that
 * lies outside of it and keeps its place.
 */
final class Region {

    private final long bytes;
    private final Pointer outside;

    /** The first and last call that needs it; call -1 is what comes before the program. */
    private int first = Integer.MAX_VALUE;

    private int last = Integer.MIN_VALUE;

    private Region(long bytes, Pointer outside) {
        this.bytes = bytes;
        this.outside = outside;
    }

    static Region planned(long bytes) {
        return new Region(bytes, null);
    }

    static Region outside(Pointer place) {
        return new Region(0, place);
    }

    long bytes() {
        return bytes;
    }

    boolean isPlanned() {
        return outside == null;
    }

    Pointer outside() {
        return outside;
    }

    int first() {
        return first;
    }

    int last() {
        return last;
    }

    void neededBy(int call) {
        first = Math.min(first, call);
        last = Math.max(last, call);
    }
}

package io.github.yolox4j.onnx.tensor;

import java.util.function.LongUnaryOperator;

/** One axis of a shape: a fixed size, a name that stands for a size chosen at run time, or nothing known. */
public sealed interface Dim {

    /** A size known now. */
    record Fixed(long size) implements Dim {
        public Fixed {
            if (size < 0) {
                throw new IllegalArgumentException("an axis cannot have size " + size);
            }
        }

        @Override
        public String toString() {
            return Long.toString(size);
        }
    }

    /** A size chosen at run time; axes of the same name are equally long. */
    record Named(String name) implements Dim {
        public Named {
            if (name.isBlank()) {
                throw new IllegalArgumentException("a symbolic axis needs a name");
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A size that depends on run-time sizes in a way not followed. */
    enum Unknown implements Dim {
        UNKNOWN;

        @Override
        public String toString() {
            return "?";
        }
    }

    static Dim of(long size) {
        return new Fixed(size);
    }

    static Dim named(String name) {
        return new Named(name);
    }

    static Dim unknown() {
        return Unknown.UNKNOWN;
    }

    default boolean isFixed() {
        return this instanceof Fixed;
    }

    /** Whether the size is certainly {@code n}. */
    default boolean is(long n) {
        return this instanceof Fixed fixed && fixed.size() == n;
    }

    /** Whether both are certainly equally long: the same size or the same name. */
    default boolean certainlyEquals(Dim other) {
        return this != Unknown.UNKNOWN && equals(other);
    }

    /** The size computed from this one; unknown unless this is fixed. */
    default Dim map(LongUnaryOperator size) {
        return isFixed() ? of(size.applyAsLong(size())) : unknown();
    }

    /** Whether both are fixed, at different sizes. */
    default boolean differsFrom(Dim other) {
        return isFixed() && other.isFixed() && !equals(other);
    }

    /** The size; only a fixed axis has one. */
    default long size() {
        throw new IllegalStateException("the size of axis " + this + " is known at run time only");
    }
}

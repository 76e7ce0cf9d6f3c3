package io.github.yolox4j.cli.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The generation of a GPU, written {@code 8.9}: which machine code it runs. */
record ComputeCapability(int major, int minor) implements Comparable<ComputeCapability> {

    /** The latest that runs the kernels of ND4J 1.0.0-M2.1, which are built up to 8.6 and hold no PTX. */
    public static final ComputeCapability LAST_OF_ND4J = new ComputeCapability(8, 9);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");

    /**
     * Reads {@code 8.9}.
     *
     * @throws IllegalArgumentException if the text is no such number
     */
    public static ComputeCapability parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a compute capability as in 8.9, got '" + text + "'");
        }
        return new ComputeCapability(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** Whether ND4J 1.0.0-M2.1 has no kernels for it because it is too new. */
    public boolean isBeyondNd4j() {
        return compareTo(LAST_OF_ND4J) > 0;
    }

    @Override
    public int compareTo(ComputeCapability other) {
        return Comparator.comparingInt(ComputeCapability::major)
                .thenComparingInt(ComputeCapability::minor)
                .compare(this, other);
    }

    @JsonValue
    @Override
    public String toString() {
        return major + "." + minor;
    }
}

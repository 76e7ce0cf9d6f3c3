package io.github.yolox4j.cli.doctor;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A GPU as its driver lists it.
 *
 * @param index number N of the device {@code cuda:N}, unless CUDA is told to number them otherwise
 */
record Gpu(
        int index,
        String name,
        @JsonProperty("memory_mb") long memory,
        @JsonProperty("compute_capability") ComputeCapability capability,
        String driver) {

    private static final int FIELDS = 5;

    /** Reads a line of comma-separated values, as {@link NvidiaSmi} asks for them. */
    static Gpu parse(String line) {
        String[] fields = line.split(",", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(
                    "expected index, name, memory, compute capability and driver of a GPU," + " got '" + line + "'");
        }
        return new Gpu(
                Integer.parseInt(fields[0].strip()),
                fields[1].strip(),
                Long.parseLong(fields[2].strip()),
                ComputeCapability.parse(fields[3].strip()),
                fields[4].strip());
    }

    /** What there is to say to somebody who wants to train on it. */
    public Optional<String> advice() {
        return capability.isBeyondNd4j()
                ? Optional.of("GPU " + index + " (" + name + ") has compute capability " + capability
                        + ": ND4J 1.0.0-M2.1 has no kernels for it (" + ComputeCapability.LAST_OF_ND4J
                        + " at most); use the onnxruntime engine, built with -Port-cuda: --device cuda:" + index)
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "GPU " + index + ": " + name + ", " + memory + " MB, compute capability " + capability + ", driver "
                + driver;
    }

    /** The generation of a GPU, written {@code 8.9}: which machine code it runs. */
    record ComputeCapability(int major, int minor) {

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
            return major > LAST_OF_ND4J.major || major == LAST_OF_ND4J.major && minor > LAST_OF_ND4J.minor;
        }

        @JsonValue
        @Override
        public String toString() {
            return major + "." + minor;
        }
    }
}

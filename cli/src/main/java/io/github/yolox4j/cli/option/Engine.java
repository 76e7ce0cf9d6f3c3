package io.github.yolox4j.cli.option;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What computes, by the names of the option. */
public enum Engine {
    ONNXRUNTIME,
    SAMEDIFF;

    public static final String OPTION = "--engine";

    static Engine parse(String name) {
        return Arrays.stream(values())
                .filter(known -> known.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown engine '" + name + "'; valid are "
                        + Arrays.stream(values()).map(Engine::toString).collect(Collectors.joining(", "))));
    }

    /** The engine and where it computes, as a report says it. */
    public String on(String device) {
        return this + " on " + device;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

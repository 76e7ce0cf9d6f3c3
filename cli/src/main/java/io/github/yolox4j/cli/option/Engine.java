package io.github.yolox4j.cli.option;

import java.util.Locale;

/** What detects, by the names of the option. */
public enum Engine {
    ONNXRUNTIME,
    SAMEDIFF;

    public static final String OPTION = "--engine";

    /** The engine and where it computes, as a report says it. */
    public String on(String device) {
        return this + " on " + device;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

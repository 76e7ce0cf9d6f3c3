package io.github.yolox4j.cli.console;

import java.util.Locale;

/** Times as people read them. */
public final class Durations {

    private Durations() {}

    /** {@code 42 s}, {@code 3 min 5 s} or {@code 2 h 7 min}. */
    public static String readable(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %d min", whole / 3600, whole % 3600 / 60);
    }
}

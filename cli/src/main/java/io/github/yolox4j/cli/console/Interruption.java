package io.github.yolox4j.cli.console;

import java.io.PrintWriter;
import java.util.Map;
import org.jline.utils.Signals;

/**
 * What happens at Ctrl-C or a request to terminate: the program ends at once. An orderly end of the JVM would take ONNX
 * Runtime apart while other threads still compute in it, which crashes; and there is nothing to put in order, as files
 * are written aside and moved.
 */
public final class Interruption {

    /** Signals by name; a process that one ended has 128 and its number as exit code. */
    private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

    private static final int ENDED_BY_SIGNAL = 128;

    private static volatile String advice = "";

    private Interruption() {}

    /** Says from now on what to do after an interruption. */
    public static void advise(String sentence) {
        advice = "; " + sentence;
    }

    /** From now on. */
    public static void endsAtOnce(PrintWriter err) {
        SIGNALS.forEach((name, number) -> Signals.register(name, () -> {
            err.println();
            err.println("yolox4j: stopped by SIG" + name + advice);
            Runtime.getRuntime().halt(ENDED_BY_SIGNAL + number);
        }));
    }
}

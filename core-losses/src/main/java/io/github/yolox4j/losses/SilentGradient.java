package io.github.yolox4j.losses;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.nd4j.autodiff.samediff.SameDiff;

/** Differentiates a graph without a word. */
public final class SilentGradient {

    private SilentGradient() {}

    /**
     * Adds the gradients of the graph's loss with respect to the named variables.
     *
     * @implNote ND4J 1.0.0-M2.1 prints one line per operator here, and a library must not. It calls {@code
     *     System.out.println} itself, behind no logger, flag or verbosity, so only another {@code System.out} keeps it
     *     quiet; the lock of SameDiff's class is held while the output is swapped.
     */
    @SuppressWarnings("LockOnNonEnclosingClassLiteral")
    public static void create(SameDiff graph, String... variables) {
        synchronized (SameDiff.class) {
            PrintStream console = System.out;
            System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, Charset.defaultCharset()));
            try {
                graph.createGradFunction(variables);
            } finally {
                System.setOut(console);
            }
        }
    }
}

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
     * @implNote ND4J 1.0.0-M2.1 prints one line per operator on the standard output here; a library must not. The model
     *     module does the same for its graphs, and as neither module may use the other, both hold the lock of SameDiff's
     *     class while the output is swapped.
     */
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

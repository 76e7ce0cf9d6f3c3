package io.github.yolox4j.model.graph;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A graph extended by the operators that compute the gradient of a loss with respect to every variable.
 *
 * @param graph forward and backward operators
 */
public record GradientGraph(SameDiff graph) {

    private static final String FUNCTION = "grad";

    /**
     * Differentiates a graph.
     *
     * @param loss a scalar of the graph
     */
    public static GradientGraph of(SDVariable loss) {
        SameDiff forward = loss.getSameDiff();
        loss.markAsLoss();
        // ND4J 1.0.0-M2.1 prints one line per operator on the standard output here; a library must not. The losses
        // module
        // swaps the output too, and knows no lock of ours.
        synchronized (SameDiff.class) {
            PrintStream console = System.out;
            System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, Charset.defaultCharset()));
            try {
                forward.createGradFunction();
            } finally {
                System.setOut(console);
            }
        }
        return new GradientGraph(forward.getFunction(FUNCTION));
    }

    /** The name of the variable that holds a variable's gradient. */
    public String gradientOf(String variable) {
        return graph.getVariable(variable).gradient().name();
    }
}

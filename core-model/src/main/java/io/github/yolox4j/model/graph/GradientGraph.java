package io.github.yolox4j.model.graph;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2DDerivative;

/**
 * A graph extended by the operators that compute the gradient of a loss with respect to every variable.
 *
 * @param graph forward and backward operators
 */
public record GradientGraph(SameDiff graph) {

    private static final String FUNCTION = "grad";

    /** Which input of a convolution is its weight. */
    private static final int WEIGHT = 1;

    /** Which argument of a convolution tells its weight's layout. */
    private static final int LAYOUT = 10;

    /**
     * Differentiates a graph.
     *
     * @param loss a scalar of the graph
     */
    @SuppressWarnings("LockOnNonEnclosingClassLiteral")
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
        SameDiff gradients = forward.getFunction(FUNCTION);
        keepWeightLayouts(gradients);
        return new GradientGraph(gradients);
    }

    /**
     * ND4J forgets the layout of a convolution's weight when it makes the gradient; so it is taken over from the
     * convolution.
     */
    private static void keepWeightLayouts(SameDiff gradients) {
        Map<String, Long> layouts = new HashMap<>();
        for (SameDiffOp node : gradients.getOps().values()) {
            if (node.getOp() instanceof Conv2D convolution && !(convolution instanceof Conv2DDerivative)) {
                layouts.put(node.getInputsToOp().get(WEIGHT), convolution.getIArgument(LAYOUT));
            }
        }
        for (SameDiffOp node : gradients.getOps().values()) {
            if (node.getOp() instanceof Conv2DDerivative derivative) {
                long[] arguments = derivative.iArgs();
                arguments[LAYOUT] = layouts.get(node.getInputsToOp().get(WEIGHT));
                Conv2DDerivative right = new Conv2DDerivative();
                right.addIArgument(arguments);
                right.setSameDiff(gradients);
                right.setOwnName(derivative.getOwnName());
                node.setOp(right);
            }
        }
    }

    /** The name of the variable that holds a variable's gradient. */
    public String gradientOf(String variable) {
        return graph.getVariable(variable).gradient().name();
    }
}

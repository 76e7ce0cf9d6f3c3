package io.github.yolox4j.model.graph;

import org.nd4j.autodiff.samediff.SDVariable;

/** The function after a convolution and its batch-norm. */
public enum Activation {
    /**
     * \( x\,\sigma(x) \).
     *
     * @implNote composed: the derivative of ND4J 1.0.0-M2.1's own operator is NaN from x = 45 on in single precision,
     *     which a batch-norm output reaches where one pixel stands out of a flat map.
     */
    SILU("SiLU") {
        @Override
        SDVariable of(Scope at, SDVariable x) {
            return x.mul(at.graph().nn().sigmoid(x));
        }
    },

    /**
     * \( x \) where it is positive, else \( x / 10 \). The derivative at 0 is 1/10, as in PyTorch.
     *
     * @implNote composed for training, as \( x / 10 + 0.9 \max(x, 0) \): the derivative of ND4J 1.0.0-M2.1's own
     *     operator is 1 at 0, and in double precision its slope is 1/10 rounded to single. Evaluation keeps the
     *     operator, which is one in an exported file as well.
     */
    LEAKY_RELU("leaky ReLU") {
        @Override
        SDVariable of(Scope at, SDVariable x) {
            return at.mode() == Mode.EVALUATION
                    ? at.graph().nn().leakyRelu(x, SLOPE)
                    : x.mul(SLOPE).add(at.graph().nn().relu(x, 0).mul(1 - SLOPE));
        }
    };

    /** Of the leaky ReLU, below 0. */
    public static final double SLOPE = 0.1;

    private final String words;

    Activation(String words) {
        this.words = words;
    }

    /** Adds the function to the scope's graph. */
    abstract SDVariable of(Scope at, SDVariable x);

    /** The name as papers write it. */
    @Override
    public String toString() {
        return words;
    }
}

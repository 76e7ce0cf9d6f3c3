package io.github.yolox4j.model.network;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.Mode;
import io.github.yolox4j.model.graph.Scope;
import io.github.yolox4j.model.weights.LoadReport;
import io.github.yolox4j.model.weights.ReferenceInitialisation;
import io.github.yolox4j.model.weights.StateDict;
import io.github.yolox4j.model.weights.Weights;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The YOLOX detector: backbone, neck and decoupled head.
 *
 * @see <a href="https://arxiv.org/abs/2107.08430">Ge et al., YOLOX: Exceeding YOLO Series in 2021</a>
 */
public record Yolox(YoloxConfig config) {

    /**
     * Adds the network to a graph.
     *
     * @param at the root of the parameter names
     * @param images {@code [batch, 3, height, width]}, blue-green-red, 0..255
     */
    public Pyramid build(Scope at, SDVariable images) {
        Scope backbone = at.in("backbone").in("backbone");
        Scope neck = at.in("backbone");
        SDVariable input = config.legacy() ? LegacyInput.of(images) : images;
        Pyramid features =
                switch (config.architecture()) {
                    case CSP_PAN -> new PaFpn(config).build(neck, new CspDarknet(config).build(backbone, input));
                    case DARKNET_FPN -> new Fpn(config).build(neck, new Darknet53(config).build(backbone, input));
                };
        return new DecoupledHead(config).build(at.in("head"), features);
    }

    /** Fresh weights, drawn as the reference draws them. */
    public Weights initialise(DataType type, long seed) {
        return drawn(Weights.drawnBy(new ReferenceInitialisation(seed)::draw, type));
    }

    /**
     * The weights of a file that fits this network.
     *
     * @throws IllegalArgumentException if it does not, or is for another number of classes; the message is one line
     *     that lists every name with the expected and the found shape
     */
    public Weights weightsOf(StateDict file, DataType type) {
        Weights weights = drawn(Weights.drawnBy(file.blanks(), type));
        LoadReport report = weights.load(file);
        if (!report.isComplete()) {
            throw new IllegalArgumentException(file.source() + ": weights for " + config.classes()
                    + " classes are expected, found " + report.foundClasses());
        }
        return weights;
    }

    private Weights drawn(Weights weights) {
        DataType type = weights.type();
        SameDiff scratch = SameDiff.create();
        build(new Scope(scratch, "", Mode.EVALUATION, weights), scratch.placeHolder("images", type, -1, 3, 32, 32));
        return weights;
    }
}

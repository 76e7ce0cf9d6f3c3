package io.github.yolox4j.model.network;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.Mode;
import io.github.yolox4j.model.graph.Scope;
import io.github.yolox4j.model.weights.Weights;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A SameDiff graph of the network for one input size and any batch size.
 *
 * @param graph with the placeholder {@link #IMAGES}
 * @param grid the anchors of the input size
 * @param levels the head's maps
 */
public record YoloxGraph(SameDiff graph, AnchorGrid grid, Pyramid levels) {

    /** Placeholder {@code [batch, 3, height, width]}: blue-green-red, 0..255. */
    public static final String IMAGES = "images";

    /** Of a training graph: {@code [batch, anchors, 4 + 1 + classes]}, nothing activated. */
    public static final String LOGITS = "logits";

    /** Of an evaluation graph: as {@link #LOGITS} with sigmoid on objectness and classes, boxes not decoded. */
    public static final String RAW = "raw";

    /** Of an evaluation graph: as {@link #RAW} with boxes as centre x, centre y, width, height in pixels. */
    public static final String DECODED = "decoded";

    /**
     * A graph whose parameters are variables and whose batch-norms use the batch's statistics; it gives
     * {@link #LOGITS}.
     */
    public static YoloxGraph training(YoloxConfig config, Weights weights, AnchorGrid grid) {
        YoloxGraph network = build(config, weights, grid, Mode.TRAINING);
        new GraphOutput(grid, config.classes()).logits(network.levels).rename(LOGITS);
        return network;
    }

    /** A graph of constants that uses the running statistics; it gives {@link #RAW} and {@link #DECODED}. */
    public static YoloxGraph evaluation(YoloxConfig config, Weights weights, AnchorGrid grid) {
        YoloxGraph network = build(config, weights, grid, Mode.EVALUATION);
        GraphOutput output = new GraphOutput(grid, config.classes());
        SDVariable raw = output.raw(network.levels).rename(RAW);
        output.decoded(raw).rename(DECODED);
        return network;
    }

    private static YoloxGraph build(YoloxConfig config, Weights weights, AnchorGrid grid, Mode mode) {
        SameDiff graph = SameDiff.create();
        SDVariable images = graph.placeHolder(IMAGES, weights.type(), -1, 3, grid.height(), grid.width());
        return new YoloxGraph(graph, grid, new Yolox(config).build(new Scope(graph, "", mode, weights), images));
    }
}

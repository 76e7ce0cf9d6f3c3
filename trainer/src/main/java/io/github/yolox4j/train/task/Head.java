package io.github.yolox4j.train.task;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.train.assign.Predictions;
import io.github.yolox4j.train.assign.BatchGraph;
import io.github.yolox4j.train.assign.PredictedValues;
import org.nd4j.autodiff.samediff.SDVariable;

/** The end of a network: what its numbers mean, and how they are decoded. */
public interface Head {

    /** How many numbers the network says of each anchor. */
    int rowLength();

    /**
     * Builds the network in training mode with this head at its end. Weights that are frozen are constants in the
     * graph.
     *
     * @return {@code [batch, anchors, rowLength]} of the name
     *     {@link io.github.yolox4j.model.network.YoloxGraph#LOGITS}, nothing activated; the images are the placeholder
     *     {@link io.github.yolox4j.model.network.YoloxGraph#IMAGES}
     */
    SDVariable network(Weights weights, AnchorGrid grid);

    /**
     * What rows say about one image.
     *
     * @param rows of a batch, row by row
     * @param offset where those of the image begin
     */
    Predictions predictions(AnchorTable anchors, double[] rows, int offset);

    /**
     * The same over values, for all images of a batch.
     *
     * @param rows {@code [batch, anchors, rowLength]}
     */
    PredictedValues.Source predictions(Value rows, BatchGraph graph);
}

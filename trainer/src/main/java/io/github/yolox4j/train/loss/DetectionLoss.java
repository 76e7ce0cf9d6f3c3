package io.github.yolox4j.train.loss;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.model.decode.GraphOutput;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The training loss of YOLOX:
 * \[ L = \frac{1}{N} \Big( 5 \sum_{\text{pos}} L_{\text{box}} + \sum_{\text{all}} L_{\text{obj}} + \sum_{\text{pos}}
 * L_{\text{cls}} + w \sum_{\text{pos}} |t - \hat t| \Big), \qquad N = \max(\text{positives in the batch}, 1) \]
 *
 * <p>The objectness term may be divided by another number: {@link ObjectnessNormaliser}. The last term, on raw
 * boxes, has weight 1 in the final epochs and 0 before. All terms run over all anchors, multiplied by a mask: the raw box of a
 * background anchor is replaced by 0 before it is decoded, so that it cannot overflow. The box loss sees pixels, or, if it
 * {@linkplain io.github.yolox4j.losses.box.BoxLoss#addsDistances adds up distances}, strides of the anchor.
 *
 * @param choice the losses of the terms
 * @param grid the anchors
 * @param classes number of object classes
 * @see <a href="https://arxiv.org/abs/2107.08430">Ge et al., YOLOX: Exceeding YOLO Series in 2021</a>
 */
public record DetectionLoss(LossChoice choice, AnchorGrid grid, int classes) {

    /** Scalar: the loss to differentiate. */
    public static final String TOTAL = "loss.total";
    /** Scalar: the weighted box term. */
    public static final String BOX = "loss.box";
    /** Scalar: the objectness term. */
    public static final String OBJECTNESS = "loss.objectness";
    /** Scalar: the class term. */
    public static final String CLASSES = "loss.classes";
    /** Scalar: the L1 term. */
    public static final String L1 = "loss.l1";

    private static final double BOX_WEIGHT = 5;
    private static final int BOX_CHANNELS = 4;

    /**
     * Adds the loss to a graph, with the placeholders of {@link DetectionTargets}.
     *
     * @param logits {@code [batch, anchors, 4 + 1 + classes]}
     * @return the variable {@link #TOTAL}
     */
    public SDVariable build(SDVariable logits) {
        SameDiff graph = logits.getSameDiff();
        DataType type = logits.dataType();
        long anchors = grid.size();
        SDVariable positive = graph.placeHolder(DetectionTargets.POSITIVE, type, -1, anchors, 1);
        SDVariable boxes = graph.placeHolder(DetectionTargets.BOXES, type, -1, anchors, BOX_CHANNELS);
        SDVariable rawBoxes = graph.placeHolder(DetectionTargets.RAW_BOXES, type, -1, anchors, BOX_CHANNELS);
        SDVariable classTargets = graph.placeHolder(DetectionTargets.CLASSES, type, -1, anchors, classes);
        SDVariable share = graph.placeHolder(DetectionTargets.INVERSE_COUNT, type, 1);
        SDVariable objectnessShare = graph.placeHolder(DetectionTargets.INVERSE_OBJECTNESS_COUNT, type, 1);
        SDVariable l1Weight = graph.placeHolder(DetectionTargets.L1_WEIGHT, type, 1);

        SDVariable raw = GraphOutput.channels(logits, 0, BOX_CHANNELS).mul(positive);
        GraphOutput output = new GraphOutput(grid, classes);
        BoxPairs pairs = BoxPairs.ofCenters(
                        forBoxLoss(output, output.decodedBoxes(raw)),
                        forBoxLoss(output, boxes),
                        choice.box().policy())
                .withState(graph.placeHolder(DetectionTargets.LOSS_STATE, type, 1));
        SDVariable perBox = choice.box().of(pairs);
        SDVariable box = perBox.mul(positive.reshape(-1)).sum().mul(share).mul(BOX, BOX_WEIGHT);

        SDVariable objectnessLogits = GraphOutput.channels(logits, BOX_CHANNELS, BOX_CHANNELS + 1);
        SDVariable objectness =
                choice.objectness().of(objectnessLogits, positive).sum().mul(OBJECTNESS, objectnessShare);

        SDVariable classLogits = GraphOutput.channels(logits, BOX_CHANNELS + 1, BOX_CHANNELS + 1 + classes);
        SDVariable perClass = choice.classes().of(classLogits, classTargets);
        SDVariable classLoss = perClass.mul(positive).sum().mul(CLASSES, share);

        SDVariable l1 = graph.math().abs(raw.sub(rawBoxes)).sum().mul(share).mul(L1, l1Weight);
        return box.add(objectness).add(classLoss).add(TOTAL, l1);
    }

    /** Rows {@code cx, cy, w, h}: pixels, or strides for a loss that adds up distances. */
    private SDVariable forBoxLoss(GraphOutput output, SDVariable boxes) {
        SDVariable inUnit = choice.box().addsDistances() ? boxes.div(output.strides(boxes)) : boxes;
        return inUnit.reshape(-1, BOX_CHANNELS);
    }
}

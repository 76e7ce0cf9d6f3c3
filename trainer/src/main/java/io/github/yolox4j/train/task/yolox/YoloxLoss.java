package io.github.yolox4j.train.task.yolox;

import static io.github.yolox4j.detection.decode.RowLayout.BOX;
import static io.github.yolox4j.detection.decode.RowLayout.FIRST_CLASS;
import static io.github.yolox4j.detection.decode.RowLayout.OBJECTNESS;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.RowLayout;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.model.network.GraphOutput;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.loss.LossTerm;
import io.github.yolox4j.train.loss.LossTerms;
import io.github.yolox4j.train.loss.ObjectnessNormaliser;
import io.github.yolox4j.train.task.DetectionTask;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The training loss of YOLOX:
 * \[ L = \frac{1}{N} \Big( 5 \sum_{\text{pos}} L_{\text{box}} + \sum_{\text{all}} L_{\text{obj}} + \sum_{\text{pos}}
 * L_{\text{cls}} + w \sum_{\text{pos}} |t - \hat t| \Big), \qquad N = \max(\text{positives in the batch}, 1) \]
 *
 * <p>The objectness term may be divided by another number: {@link ObjectnessNormaliser}. The last term, on raw
 * boxes, has weight 1 in the final epochs and 0 before. All terms run over all anchors, multiplied by a mask: the raw
 * box of a background anchor is replaced by 0 before it is decoded, so that it cannot overflow. The box loss sees
 * pixels, or, if it {@linkplain io.github.yolox4j.losses.box.BoxLoss#addsDistances adds up distances}, strides of the
 * anchor.
 *
 * @see <a href="https://arxiv.org/abs/2107.08430">Ge et al., YOLOX: Exceeding YOLO Series in 2021</a>
 */
public record YoloxLoss(LossChoice choice, int classes) implements DetectionTask.Loss {

    private static final double BOX_WEIGHT = 5;

    @Override
    public List<LossTerm> terms() {
        return List.of(LossTerm.BOX, LossTerm.OBJECTNESS, LossTerm.CLASSES, LossTerm.L1);
    }

    @Override
    public LossState initialState() {
        return choice.box().initialState();
    }

    @Override
    public Optional<String> obstacleToParts() {
        if (choice.objectnessNormaliser() != ObjectnessNormaliser.POSITIVES) {
            return Optional.of("the objectness loss is divided by "
                    + choice.objectnessNormaliser().name().toLowerCase(Locale.ROOT)
                    + ", not by the positives like the other terms");
        }
        return initialState().isCarried()
                ? Optional.of("the box loss " + choice.box() + " carries a mean over all images of a batch")
                : Optional.empty();
    }

    /**
     * Adds the loss to a graph, with the placeholders of {@link YoloxTargets}.
     *
     * @param logits {@code [batch, anchors, 4 + 1 + classes]}
     */
    @Override
    public SDVariable build(SDVariable logits, AnchorGrid grid) {
        SameDiff graph = logits.getSameDiff();
        DataType type = logits.dataType();
        long anchors = grid.size();
        SDVariable positive = graph.placeHolder(YoloxTargets.POSITIVE, type, -1, anchors, 1);
        SDVariable boxes = graph.placeHolder(YoloxTargets.BOXES, type, -1, anchors, BOX);
        SDVariable rawBoxes = graph.placeHolder(YoloxTargets.RAW_BOXES, type, -1, anchors, BOX);
        SDVariable classTargets = graph.placeHolder(YoloxTargets.CLASSES, type, -1, anchors, classes);
        SDVariable share = graph.placeHolder(YoloxTargets.INVERSE_COUNT, type, 1);
        SDVariable objectnessShare = graph.placeHolder(YoloxTargets.INVERSE_OBJECTNESS_COUNT, type, 1);
        SDVariable l1Weight = graph.placeHolder(DetectionTask.Targets.L1_WEIGHT, type, 1);

        SDVariable raw = GraphOutput.channels(logits, 0, BOX).mul(positive);
        SDVariable perBox = perBox(raw, boxes, grid);
        SDVariable box = perBox.mul(positive.reshape(-1)).sum().mul(share).mul(LossTerm.BOX.variable(), BOX_WEIGHT);

        SDVariable objectnessLogits = GraphOutput.channels(logits, OBJECTNESS, FIRST_CLASS);
        SDVariable objectness = choice.objectness()
                .of(objectnessLogits, positive)
                .sum()
                .mul(LossTerm.OBJECTNESS.variable(), objectnessShare);

        SDVariable classLogits = GraphOutput.channels(logits, FIRST_CLASS, new RowLayout(classes).width());
        SDVariable perClass = choice.classes().of(classLogits, classTargets);
        SDVariable classLoss = perClass.mul(positive).sum().mul(LossTerm.CLASSES.variable(), share);

        SDVariable l1 = graph.math().abs(raw.sub(rawBoxes)).sum().mul(share).mul(LossTerm.L1.variable(), l1Weight);
        return box.add(objectness).add(classLoss).add(LossTerms.TOTAL, l1);
    }

    private SDVariable perBox(SDVariable raw, SDVariable boxes, AnchorGrid grid) {
        GraphOutput output = new GraphOutput(grid, classes);
        BoxPairs pairs = BoxPairs.ofCenters(
                        forBoxLoss(output, output.decodedBoxes(raw)),
                        forBoxLoss(output, boxes),
                        choice.box().policy())
                .withState(raw.getSameDiff().placeHolder(DetectionTask.Targets.LOSS_STATE, raw.dataType(), 1));
        return choice.box().of(pairs);
    }

    /** Rows {@code cx, cy, w, h}: pixels, or strides for a loss that adds up distances. */
    private SDVariable forBoxLoss(GraphOutput output, SDVariable boxes) {
        SDVariable inUnit = choice.box().addsDistances() ? boxes.div(output.strides(boxes)) : boxes;
        return inUnit.reshape(-1, BOX);
    }
}

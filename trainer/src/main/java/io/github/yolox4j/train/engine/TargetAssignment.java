package io.github.yolox4j.train.engine;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.detection.decode.Decoder;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.assign.Predictions;
import io.github.yolox4j.train.assign.SimOta;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.loss.DetectionLoss;
import io.github.yolox4j.train.loss.DetectionTargets;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.loss.LossTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What happens between forward and backward pass, in plain Java: from logits and objects to what every anchor shall learn. */
public final class TargetAssignment implements AutoCloseable {

    private final YoloxConfig config;
    private final SimOta assigner;
    private final int batch;
    private final Decoder decoder;
    private final DetectionTargets targets;

    /**
     * @param batch images per step
     * @param type of the targets' numbers
     */
    public TargetAssignment(
            YoloxConfig config, AnchorGrid grid, int batch, LossChoice losses, SimOta assigner, DataType type) {
        this.config = config;
        this.assigner = assigner;
        this.batch = batch;
        AnchorTable anchors = AnchorTable.of(grid);
        decoder = Decoder.of(anchors);
        targets = new DetectionTargets(batch, anchors, config.classes(), losses.objectnessNormaliser(), type);
    }

    /**
     * How much was assigned.
     *
     * @param lossState the state of the loss with this batch
     */
    public record Counts(int positives, int objects, LossState lossState) {

        /** The terms of the loss, told by name. */
        public LossTerms with(ToDoubleFunction<String> terms) {
            return new LossTerms(
                    terms.applyAsDouble(DetectionLoss.TOTAL),
                    terms.applyAsDouble(DetectionLoss.BOX),
                    terms.applyAsDouble(DetectionLoss.OBJECTNESS),
                    terms.applyAsDouble(DetectionLoss.CLASSES),
                    terms.applyAsDouble(DetectionLoss.L1),
                    positives,
                    objects);
        }
    }

    /** The live arrays by placeholder name. */
    public Map<String, INDArray> arrays() {
        return targets.arrays();
    }

    /**
     * Fills the arrays.
     *
     * @param logits {@code [batch, anchors, 5 + classes]}
     * @param before the state of the loss before this batch
     * @throws DivergedException if a logit is no number
     */
    public Counts assign(double[] logits, List<List<TargetObject>> objects, double l1Weight, LossState before) {
        if (!DoubleStream.of(logits).allMatch(Double::isFinite)) {
            throw new DivergedException("the network's predictions are not finite");
        }
        List<Assignment> assignments = new ArrayList<>();
        int perImage = logits.length / batch;
        for (int image = 0; image < batch; image++) {
            Predictions predictions = Predictions.ofLogits(decoder, logits, image * perImage, config.classes());
            assignments.add(assigner.assign(predictions, objects.get(image)));
        }
        LossState lossState = before.after(assignments.stream()
                .flatMapToDouble(TargetAssignment::missedShares)
                .toArray());
        targets.fill(assignments, objects, l1Weight, lossState.value());
        return new Counts(
                assignments.stream().mapToInt(Assignment::positives).sum(),
                objects.stream().mapToInt(List::size).sum(),
                lossState);
    }

    private static DoubleStream missedShares(Assignment assignment) {
        return IntStream.of(assignment.foreground()).mapToDouble(anchor -> 1 - assignment.iou(anchor));
    }

    @Override
    public void close() {
        targets.close();
    }
}

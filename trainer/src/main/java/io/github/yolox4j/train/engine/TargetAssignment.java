package io.github.yolox4j.train.engine;

import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.assign.Predictions;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.task.DetectionTask;
import io.github.yolox4j.train.task.TargetArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What happens between forward and backward pass, in plain Java: from the network's output and the objects to what every anchor
 * shall learn. {@link AssignmentGraph} is its graph form.
 */
public final class TargetAssignment implements AutoCloseable {

    private final DetectionTask task;
    private final AnchorTable anchors;
    private final int batch;
    private final TargetArrays targets;

    /**
     * @param batch images per step
     * @param type of the targets' numbers
     */
    public TargetAssignment(DetectionTask task, AnchorTable anchors, int batch, DataType type) {
        this.task = task;
        this.anchors = anchors;
        this.batch = batch;
        targets = task.targets().arrays(anchors, batch, type);
    }

    /** The live arrays by placeholder name. */
    public Map<String, INDArray> arrays() {
        return targets.arrays();
    }

    /**
     * Fills the arrays.
     *
     * @param rows {@code [batch, anchors, numbers of the head]}
     * @param before the state of the loss before this batch
     * @throws DivergedException if a number is none
     */
    public BatchCounts assign(double[] rows, List<List<TargetObject>> objects, double l1Weight, LossState before) {
        if (!DoubleStream.of(rows).allMatch(Double::isFinite)) {
            throw DivergedException.ofPredictions();
        }
        List<Assignment> assignments = new ArrayList<>();
        int perImage = rows.length / batch;
        for (int image = 0; image < batch; image++) {
            Predictions predictions = task.head().predictions(anchors, rows, image * perImage);
            assignments.add(task.assigner().assign(predictions, objects.get(image)));
        }
        LossState lossState = before.after(assignments.stream()
                .flatMapToDouble(TargetAssignment::missedShares)
                .toArray());
        targets.fill(assignments, objects, l1Weight, lossState.value());
        return BatchCounts.of(
                assignments.stream().mapToInt(Assignment::positives).sum(), objects, lossState);
    }

    private static DoubleStream missedShares(Assignment assignment) {
        return IntStream.of(assignment.foreground()).mapToDouble(anchor -> 1 - assignment.iou(anchor));
    }

    @Override
    public void close() {
        targets.close();
    }
}

package io.github.yolox4j.train.engine;

import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.task.DetectionTask;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What happens between forward and backward pass, in plain Java: from the network's output and the objects to what
 * every anchor shall learn. {@link AssignmentGraph} is its graph form.
 */
public final class TargetAssignment implements AutoCloseable {

    private final DetectionTask task;
    private final AnchorTable anchors;
    private final DetectionTask.Targets.Arrays targets;

    /**
     * @param batch images per step
     * @param type of the targets' numbers
     */
    public TargetAssignment(DetectionTask task, AnchorTable anchors, int batch, DataType type) {
        this.task = task;
        this.anchors = anchors;
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
        List<Assignment> assignments = match(task, anchors, rows, objects);
        LossState lossState = before.after(assignments.stream()
                .flatMapToDouble(TargetAssignment::missedShares)
                .toArray());
        targets.fill(assignments, objects, l1Weight, lossState.value());
        return BatchCounts.of(
                assignments.stream().mapToInt(Assignment::positives).sum(), objects, lossState);
    }

    /**
     * The task's assignment of every image.
     *
     * @param rows {@code [batch, anchors, numbers of the head]}
     * @param objects of each image
     */
    public static List<Assignment> match(
            DetectionTask task, AnchorTable anchors, double[] rows, List<List<TargetObject>> objects) {
        int perImage = rows.length / objects.size();
        return IntStream.range(0, objects.size())
                .mapToObj(image -> task.assigner()
                        .assign(task.head().predictions(anchors, rows, image * perImage), objects.get(image)))
                .toList();
    }

    private static DoubleStream missedShares(Assignment assignment) {
        return IntStream.of(assignment.foreground()).mapToDouble(anchor -> 1 - assignment.iou(anchor));
    }

    @Override
    public void close() {
        targets.close();
    }
}

package io.github.yolox4j.train.loss;

import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.model.weights.ArrayMemory;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.assign.TargetObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What every anchor of a batch shall learn: the arrays behind the placeholders of {@link DetectionLoss}, for one batch size,
 * overwritten for each batch.
 */
public final class DetectionTargets implements AutoCloseable {

    /** {@code [batch, anchors, 1]}: 1 at anchors that learn an object, else 0. */
    public static final String POSITIVE = "targets.positive";
    /** {@code [batch, anchors, 4]}: centre x, centre y, width, height in pixels; at background what raw zeros decode to. */
    public static final String BOXES = "targets.boxes";
    /** {@code [batch, anchors, 4]}: the raw numbers that decode to the box; at background 0. */
    public static final String RAW_BOXES = "targets.raw_boxes";
    /** {@code [batch, anchors, classes]}: one-hot times the IoU of the match; at background 0. */
    public static final String CLASSES = "targets.classes";
    /** {@code [1]}: 1 / max(positives in the batch, 1). */
    public static final String INVERSE_COUNT = "targets.inverse_count";
    /** {@code [1]}: 1 / the number that the {@link ObjectnessNormaliser} gives for the batch. */
    public static final String INVERSE_OBJECTNESS_COUNT = "targets.inverse_objectness_count";
    /** {@code [1]}: the weight of the L1 term. */
    public static final String L1_WEIGHT = "targets.l1_weight";

    /** {@code [1]}: the state that the loss carries from step to step. */
    public static final String LOSS_STATE = "targets.missed_mean";

    /** Keeps the logarithm of an empty side finite. */
    public static final double LOG_EPSILON = 1e-8;

    private final AnchorTable anchors;
    private final int classes;
    private final ObjectnessNormaliser objectnessNormaliser;
    private final double[] positive;
    private final double[] boxes;
    private final double[] rawBoxes;
    private final double[] classTargets;
    private final Map<String, INDArray> arrays = new LinkedHashMap<>();

    public DetectionTargets(
            int batch, AnchorTable anchors, int classes, ObjectnessNormaliser objectnessNormaliser, DataType type) {
        this.anchors = anchors;
        this.classes = classes;
        this.objectnessNormaliser = objectnessNormaliser;
        int rows = batch * anchors.size();
        positive = new double[rows];
        boxes = new double[rows * 4];
        rawBoxes = new double[rows * 4];
        classTargets = new double[rows * classes];
        arrays.put(POSITIVE, Nd4j.zeros(type, batch, anchors.size(), 1));
        arrays.put(BOXES, Nd4j.zeros(type, batch, anchors.size(), 4));
        arrays.put(RAW_BOXES, Nd4j.zeros(type, batch, anchors.size(), 4));
        arrays.put(CLASSES, Nd4j.zeros(type, batch, anchors.size(), classes));
        arrays.put(INVERSE_COUNT, Nd4j.ones(type, 1));
        arrays.put(INVERSE_OBJECTNESS_COUNT, Nd4j.ones(type, 1));
        arrays.put(L1_WEIGHT, Nd4j.zeros(type, 1));
        arrays.put(LOSS_STATE, Nd4j.ones(type, 1));
    }

    /** The live arrays by placeholder name. */
    public Map<String, INDArray> arrays() {
        return Map.copyOf(arrays);
    }

    /**
     * Fills the arrays for a batch.
     *
     * @param assignments one per image
     * @param objects of each image, as they were assigned
     * @param l1Weight weight of the L1 term
     * @param lossState the value of the loss's state, this batch included
     */
    public void fill(
            List<Assignment> assignments, List<List<TargetObject>> objects, double l1Weight, double lossState) {
        Arrays.fill(positive, 0);
        Arrays.fill(rawBoxes, 0);
        Arrays.fill(classTargets, 0);
        int positives = 0;
        for (int image = 0; image < assignments.size(); image++) {
            Assignment assignment = assignments.get(image);
            positives += assignment.positives();
            for (int anchor = 0; anchor < anchors.size(); anchor++) {
                int row = image * anchors.size() + anchor;
                if (assignment.isForeground(anchor)) {
                    TargetObject object = objects.get(image).get(assignment.object(anchor));
                    fillForeground(row, anchor, object, assignment.iou(anchor));
                } else {
                    fillBackground(row, anchor);
                }
            }
        }
        write(POSITIVE, positive);
        write(BOXES, boxes);
        write(RAW_BOXES, rawBoxes);
        write(CLASSES, classTargets);
        write(INVERSE_COUNT, new double[] {1.0 / Math.max(positives, 1)});
        double soft = Arrays.stream(classTargets).sum(); // one IoU per positive
        double divisor = objectnessNormaliser.divisor(assignments.size(), positives, soft);
        write(INVERSE_OBJECTNESS_COUNT, new double[] {1 / divisor});
        write(L1_WEIGHT, new double[] {l1Weight});
        write(LOSS_STATE, new double[] {lossState});
    }

    private void fillForeground(int row, int anchor, TargetObject object, double iou) {
        double stride = anchors.stride(anchor);
        positive[row] = 1;
        classTargets[row * classes + object.classId()] = iou;
        boxes[row * 4] = object.centerX();
        boxes[row * 4 + 1] = object.centerY();
        boxes[row * 4 + 2] = object.width();
        boxes[row * 4 + 3] = object.height();
        rawBoxes[row * 4] = object.centerX() / stride - anchors.gridX(anchor);
        rawBoxes[row * 4 + 1] = object.centerY() / stride - anchors.gridY(anchor);
        rawBoxes[row * 4 + 2] = Math.log(object.width() / stride + LOG_EPSILON);
        rawBoxes[row * 4 + 3] = Math.log(object.height() / stride + LOG_EPSILON);
    }

    private void fillBackground(int row, int anchor) {
        double stride = anchors.stride(anchor);
        boxes[row * 4] = anchors.gridX(anchor) * stride;
        boxes[row * 4 + 1] = anchors.gridY(anchor) * stride;
        boxes[row * 4 + 2] = stride;
        boxes[row * 4 + 3] = stride;
    }

    private void write(String name, double[] values) {
        ArrayMemory.write(arrays.get(name), values);
    }

    @Override
    public void close() {
        arrays.values().forEach(INDArray::close);
    }
}

package io.github.yolox4j.train.task.yolox;

import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.model.weights.ArrayMemory;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.loss.ObjectnessNormaliser;
import io.github.yolox4j.train.task.DetectionTask;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@link YoloxTargets} in plain Java: the arrays behind the placeholders of {@link YoloxLoss} for one batch size. */
final class YoloxTargetArrays implements DetectionTask.Targets.Arrays {

    private final AnchorTable anchors;
    private final int classes;
    private final ObjectnessNormaliser objectnessNormaliser;
    private final double[] positive;
    private final double[] boxes;
    private final double[] rawBoxes;
    private final double[] classTargets;
    private final Map<String, INDArray> arrays = new LinkedHashMap<>();

    YoloxTargetArrays(YoloxTargets targets, AnchorTable anchors, int batch, DataType type) {
        this.anchors = anchors;
        classes = targets.classes();
        objectnessNormaliser = targets.normaliser();
        int rows = batch * anchors.size();
        positive = new double[rows];
        boxes = new double[rows * 4];
        rawBoxes = new double[rows * 4];
        classTargets = new double[rows * classes];
        arrays.put(YoloxTargets.POSITIVE, Nd4j.zeros(type, batch, anchors.size(), 1));
        arrays.put(YoloxTargets.BOXES, Nd4j.zeros(type, batch, anchors.size(), 4));
        arrays.put(YoloxTargets.RAW_BOXES, Nd4j.zeros(type, batch, anchors.size(), 4));
        arrays.put(YoloxTargets.CLASSES, Nd4j.zeros(type, batch, anchors.size(), classes));
        arrays.put(YoloxTargets.INVERSE_COUNT, Nd4j.ones(type, 1));
        arrays.put(YoloxTargets.INVERSE_OBJECTNESS_COUNT, Nd4j.ones(type, 1));
        arrays.put(DetectionTask.Targets.L1_WEIGHT, Nd4j.zeros(type, 1));
        arrays.put(DetectionTask.Targets.LOSS_STATE, Nd4j.ones(type, 1));
    }

    @Override
    public Map<String, INDArray> arrays() {
        return Map.copyOf(arrays);
    }

    @Override
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
        writeAll(assignments.size(), positives, l1Weight, lossState);
    }

    private void writeAll(int images, int positives, double l1Weight, double lossState) {
        write(YoloxTargets.POSITIVE, positive);
        write(YoloxTargets.BOXES, boxes);
        write(YoloxTargets.RAW_BOXES, rawBoxes);
        write(YoloxTargets.CLASSES, classTargets);
        write(YoloxTargets.INVERSE_COUNT, 1.0 / Math.max(positives, 1));
        double soft = Arrays.stream(classTargets).sum(); // one IoU per positive
        write(YoloxTargets.INVERSE_OBJECTNESS_COUNT, 1 / objectnessNormaliser.divisor(images, positives, soft));
        write(DetectionTask.Targets.L1_WEIGHT, l1Weight);
        write(DetectionTask.Targets.LOSS_STATE, lossState);
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
        rawBoxes[row * 4 + 2] = Math.log(object.width() / stride + YoloxTargets.LOG_EPSILON);
        rawBoxes[row * 4 + 3] = Math.log(object.height() / stride + YoloxTargets.LOG_EPSILON);
    }

    private void fillBackground(int row, int anchor) {
        double stride = anchors.stride(anchor);
        boxes[row * 4] = anchors.gridX(anchor) * stride;
        boxes[row * 4 + 1] = anchors.gridY(anchor) * stride;
        boxes[row * 4 + 2] = stride;
        boxes[row * 4 + 3] = stride;
    }

    private void write(String name, double... values) {
        ArrayMemory.write(arrays.get(name), values);
    }

    @Override
    public void close() {
        arrays.values().forEach(INDArray::close);
    }
}

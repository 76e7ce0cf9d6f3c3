package io.github.yolox4j.train.task;

import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.assign.TargetObject;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The arrays behind the placeholders of a task's loss, overwritten for each batch. Whoever makes them closes them. */
public interface TargetArrays extends AutoCloseable {

    /** The live arrays by placeholder. */
    Map<String, INDArray> arrays();

    /**
     * Fills the arrays for a batch.
     *
     * @param assignments one per image
     * @param objects of each image, as they were assigned
     * @param l1Weight weight of what the loss adds in the last epochs
     * @param lossState the value of the loss's state, this batch included
     */
    void fill(List<Assignment> assignments, List<List<TargetObject>> objects, double l1Weight, double lossState);

    @Override
    void close();
}

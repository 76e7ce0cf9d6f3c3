package io.github.yolox4j.train.assign;

import java.util.List;

/**
 * Decides which anchor learns which object, from what the network predicts at the moment. Nothing here carries a
 * gradient.
 *
 * <p>An assigner has two forms, which give the same mask and match: plain Java, the definition; and ONNX operators, so
 * that a whole training step is one graph. {@code AssignerContract} in the tests holds every assigner to that.
 */
public interface Assigner {

    /**
     * Assigns the objects of one image.
     *
     * @throws IllegalArgumentException if an object has a class that the predictions lack, or a prediction is no number
     */
    Assignment assign(Predictions predictions, List<TargetObject> objects);

    /** The same for all images of a batch in ONNX operators. */
    MatchValues assign(PredictedValues.Source predictions, ObjectValues objects, BatchGraph graph);
}

package io.github.yolox4j.train.checkpoint;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.loss.ObjectnessNormaliser;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.util.List;

/**
 * What a trained model is, without its numbers.
 *
 * @param classes their names, by class id
 * @param input the size it was trained at
 */
public record ModelCard(YoloxConfig config, List<String> classes, AnchorGrid input, Losses losses) {

    /**
     * The losses of the terms, as texts: a loss may be one that only the program that trained the model knows.
     *
     * @param normaliser what the objectness loss was divided by
     */
    public record Losses(String box, String objectness, String classes, ObjectnessNormaliser normaliser) {}

    public ModelCard {
        classes = List.copyOf(classes);
        if (classes.size() != config.classes()) {
            throw new IllegalArgumentException(
                    "need a name for each of the " + config.classes() + " classes, got " + classes);
        }
    }

    /**
     * The card of a model that a task makes.
     *
     * @param classes as many names as the network has classes
     */
    public static ModelCard of(YoloxTask task, List<String> classes, AnchorGrid input) {
        LossChoice losses = task.losses();
        Losses texts = new Losses(
                losses.box().toString(),
                losses.objectness().toString(),
                losses.classes().toString(),
                losses.objectnessNormaliser());
        return new ModelCard(task.network(), classes, input, texts);
    }
}

package io.github.yolox4j.train.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.Architecture;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.loss.ObjectnessNormaliser;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a trained model is, without its numbers.
 *
 * @param classes their names, by class id
 * @param input the size it was trained at
 */
public record ModelCard(YoloxConfig config, List<String> classes, AnchorGrid input, Losses losses) {

    private static final List<String> KEYS = List.of(
            "size",
            "architecture",
            "depth",
            "width",
            "depthwise",
            "classes",
            "inputHeight",
            "inputWidth",
            "boxLoss",
            "objectnessLoss",
            "classLoss",
            "objectnessNormaliser");

    /** Written only of networks that normalise images as YOLOX before 0.2 did. */
    private static final String LEGACY = "legacy";

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

    /** Writes the card as it stands in a checkpoint: one flat object. */
    void write(ObjectNode node) {
        node.put("size", config.name())
                .put("architecture", config.architecture().lowerName())
                .put("depth", config.depth())
                .put("width", config.width())
                .put("depthwise", config.depthwise());
        if (config.legacy()) {
            node.put(LEGACY, true);
        }
        classes.forEach(node.putArray("classes")::add);
        node.put("inputHeight", input.height())
                .put("inputWidth", input.width())
                .put("boxLoss", losses.box())
                .put("objectnessLoss", losses.objectness())
                .put("classLoss", losses.classes())
                .put("objectnessNormaliser", losses.normaliser().toString());
    }

    /**
     * The card that {@link #write} wrote.
     *
     * @param where what messages call the object
     */
    static ModelCard read(JsonNode node, String where) throws IOException {
        for (String key : KEYS) {
            if (!node.hasNonNull(key)) {
                throw new IOException(where + ": '" + key + "' is missing");
            }
        }
        List<String> unknown = new ArrayList<>();
        node.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(KEYS);
        unknown.remove(LEGACY);
        if (!unknown.isEmpty()) {
            throw new IOException(where + ": unknown " + unknown);
        }
        try {
            return card(node);
        } catch (IllegalArgumentException e) {
            throw new IOException(where + ": " + e.getMessage(), e);
        }
    }

    private static ModelCard card(JsonNode node) {
        List<String> classes = new ArrayList<>();
        node.get("classes").forEach(name -> classes.add(name.asText()));
        YoloxConfig config = new YoloxConfig(
                node.get("size").asText(),
                Architecture.parse(node.get("architecture").asText()),
                node.get("depth").asDouble(),
                node.get("width").asDouble(),
                node.get("depthwise").asBoolean(),
                classes.size(),
                node.path(LEGACY).asBoolean());
        Losses losses = new Losses(
                node.get("boxLoss").asText(),
                node.get("objectnessLoss").asText(),
                node.get("classLoss").asText(),
                ObjectnessNormaliser.parse(node.get("objectnessNormaliser").asText()));
        AnchorGrid input = new AnchorGrid(
                node.get("inputHeight").asInt(), node.get("inputWidth").asInt());
        return new ModelCard(config, classes, input, losses);
    }
}

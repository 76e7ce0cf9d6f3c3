package io.github.yolox4j.train.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.Architecture;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.loss.ObjectnessNormaliser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A {@link ModelCard} as it stands in a checkpoint: one flat object. */
final class ModelCardJson {

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

    private ModelCardJson() {}

    static void write(ModelCard card, ObjectNode node) {
        node.put("size", card.config().name())
                .put("architecture", card.config().architecture().lowerName())
                .put("depth", card.config().depth())
                .put("width", card.config().width())
                .put("depthwise", card.config().depthwise());
        card.classes().forEach(node.putArray("classes")::add);
        node.put("inputHeight", card.input().height())
                .put("inputWidth", card.input().width())
                .put("boxLoss", card.losses().box())
                .put("objectnessLoss", card.losses().objectness())
                .put("classLoss", card.losses().classes())
                .put("objectnessNormaliser", card.losses().normaliser().toString());
    }

    /** @param where what messages call the object */
    static ModelCard read(JsonNode node, String where) throws IOException {
        for (String key : KEYS) {
            if (!node.hasNonNull(key)) {
                throw new IOException(where + ": '" + key + "' is missing");
            }
        }
        List<String> unknown = new ArrayList<>();
        node.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(KEYS);
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
                classes.size());
        ModelCard.Losses losses = new ModelCard.Losses(
                node.get("boxLoss").asText(),
                node.get("objectnessLoss").asText(),
                node.get("classLoss").asText(),
                ObjectnessNormaliser.parse(node.get("objectnessNormaliser").asText()));
        AnchorGrid input = new AnchorGrid(
                node.get("inputHeight").asInt(), node.get("inputWidth").asInt());
        return new ModelCard(config, classes, input, losses);
    }
}

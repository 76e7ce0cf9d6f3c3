package io.github.yolox4j.train.data.coco;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.yolox4j.detection.box.Box;
import java.io.IOException;
import java.util.Optional;

/**
 * The outline of an object in COCO's file, of which only the box around it counts: polygons
 * {@code [[x1, y1, x2, y2, ...], ...]}, or a mask as run lengths {@code {"counts": ..., "size": [height, width]}}.
 *
 * @param around the points of the polygons
 * @param runs the mask, to be decoded when asked for; {@code null} if there is none
 */
record CocoOutline(Optional<Box> around, JsonNode runs) {

    static final CocoOutline NONE = new CocoOutline(Optional.empty(), null);

    private static final int FEWEST_POINTS = 3;

    /** Reads a value without keeping its points. */
    static CocoOutline read(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            return new CocoOutline(Optional.empty(), json.readValueAsTree());
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return NONE;
        }
        double[] edges = {
            Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY
        };
        int depth = 1;
        int index = 0;
        int most = 0;
        while (depth > 0) {
            JsonToken token = json.nextToken();
            if (token == null) {
                break;
            }
            if (token.isStructStart() || token.isStructEnd()) {
                depth += token.isStructStart() ? 1 : -1;
                index = 0;
            } else if (token.isNumeric()) {
                double value = json.getDoubleValue();
                int axis = index++ % 2;
                most = Math.max(most, index);
                edges[axis] = Math.min(edges[axis], value);
                edges[axis + 2] = Math.max(edges[axis + 2], value);
            }
        }
        Box box = new Box(edges[0], edges[1], edges[2], edges[3]);
        return most >= 2 * FEWEST_POINTS && box.isFinite() ? new CocoOutline(Optional.of(box), null) : NONE;
    }

    boolean isGiven() {
        return around.isPresent() || runs != null;
    }

    /**
     * The box around the object.
     *
     * @throws IOException if the mask makes no sense; the message does not say where
     */
    Optional<Box> box() throws IOException {
        return runs == null ? around : RunLengths.of(runs).box();
    }
}

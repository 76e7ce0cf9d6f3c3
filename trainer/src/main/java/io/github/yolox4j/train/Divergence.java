package io.github.yolox4j.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.train.loss.LossTerms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The step at which training left the range of numbers, with its loss unless the forward pass gave no numbers. */
record Divergence(int epoch, int step, List<String> images, Optional<LossTerms> loss, String message) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Writes it as JSON; what is no number is written as text. */
    void write(Path file) throws IOException {
        ObjectNode node = JSON.createObjectNode();
        node.put("message", message).put("epoch", epoch).put("step", step);
        images.forEach(node.putArray("images")::add);
        loss.ifPresent(terms -> write(terms, node.putObject("loss")));
        WholeFile.writeText(
                file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + System.lineSeparator());
    }

    private static void write(LossTerms loss, ObjectNode node) {
        node.put("total", loss.total());
        loss.terms().forEach((term, value) -> node.put(term.toString(), value));
        node.put("positives", loss.positives()).put("objects", loss.objects());
    }
}

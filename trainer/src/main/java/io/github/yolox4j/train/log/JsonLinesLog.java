package io.github.yolox4j.train.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.train.TrainingConfig;
import io.github.yolox4j.train.TrainingListener;
import io.github.yolox4j.train.eval.CocoMetrics;
import io.github.yolox4j.train.loss.LossTerms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The course of a run as one JSON object a line:
 *
 * <pre>
 * {"event":"epoch","epoch":0,"iteration":26,"learning_rate":0.001,"loss":9.1,"box":...,"positives":...}
 * {"event":"evaluation","epoch":0,"best":true,"AP":0.31,...,"ARlarge":0.5,"class_AP":{"RBC":0.4,...}}
 * </pre>
 *
 * <p>Epochs count from 0; losses are means over the epoch's steps. A number that a mean over nothing would be is
 * {@code null}. A run that is resumed writes the lines of its epochs anew.
 */
public final class JsonLinesLog implements TrainingListener {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Map<Integer, String> classNames;
    private final List<LossTerms> losses = new ArrayList<>();
    private int stepsPerEpoch;
    private boolean isBegun;

    /**
     * Writes nothing before the first epoch has ended.
     *
     * @param file in a folder that is there when the run starts
     * @param classNames by category id
     */
    public JsonLinesLog(Path file, Map<Integer, String> classNames) {
        this.file = file;
        this.classNames = Map.copyOf(classNames);
    }

    @Override
    public void onStart(TrainingConfig config, int steps, long parameters) {
        stepsPerEpoch = steps;
        isBegun = false;
    }

    @Override
    public void onStep(Step step) {
        if (!isBegun) {
            forgetFrom(step.epoch());
            isBegun = true;
        }
        losses.add(step.loss());
        if (step.step() == stepsPerEpoch - 1) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("event", "epoch");
            line.put("epoch", step.epoch());
            line.put("iteration", step.iteration());
            line.put("learning_rate", step.learningRate());
            line.putAll(LossTerms.means(losses));
            losses.clear();
            append(line);
        }
    }

    @Override
    public void onEvaluation(Evaluation evaluation) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", "evaluation");
        line.put("epoch", evaluation.epoch());
        line.put("best", evaluation.isBest());
        evaluation.metrics().byName().forEach((name, value) -> line.put(name, json(value)));
        Map<String, Object> perClass = new LinkedHashMap<>();
        evaluation.metrics().perClassAp(classNames).forEach((name, ap) -> perClass.put(name, json(ap)));
        line.put("class_AP", perClass);
        append(line);
    }

    private static Object json(double number) {
        return CocoMetrics.isDefined(number) ? (Object) number : NullNode.getInstance();
    }

    private void append(Map<String, Object> line) {
        try {
            Files.writeString(
                    file, JSON.writeValueAsString(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps the lines of earlier epochs; the last line may be cut, since a process can end while it writes. */
    private void forgetFrom(int epoch) {
        try {
            if (!Files.exists(file)) {
                return;
            }
            List<String> lines = Files.readAllLines(file);
            List<String> kept = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                if (isBefore(epoch, lines.get(i), i, i == lines.size() - 1)) {
                    kept.add(lines.get(i) + "\n");
                }
            }
            WholeFile.writeText(file, String.join("", kept));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isBefore(int epoch, String text, int index, boolean isLast) throws IOException {
        try {
            JsonNode line = JSON.readTree(text);
            if (line.path("epoch").isInt()) {
                return line.get("epoch").intValue() < epoch;
            }
        } catch (JsonProcessingException e) {
            if (isLast) {
                return false;
            }
            throw new IOException(file + ", line " + (index + 1) + ": not JSON: " + e.getOriginalMessage(), e);
        }
        throw new IOException(
                file + ", line " + (index + 1) + ": expected an object with a number 'epoch', got " + text);
    }
}

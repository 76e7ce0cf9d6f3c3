package io.github.yolox4j.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.train.data.batch.Batch;
import io.github.yolox4j.train.engine.DivergedException;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.loss.LossTerms;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Computes steps and judges them before they change a weight, and the weights after it. There are two verdicts: a step
 * is taken, or, once numbers are lost, the run stops. What else may come of a step, such as to leave it out, is decided
 * here.
 */
final class JudgedSteps {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TrainingEngine engine;
    private final Epochs epochs;
    private final RunFolder folder;

    JudgedSteps(TrainingEngine engine, Epochs epochs, RunFolder folder) {
        this.engine = engine;
        this.epochs = epochs;
        this.folder = folder;
    }

    /** @throws DivergedException if the loss is no number; {@code diverged.json} says where */
    StepGradients compute(Batch batch, int epoch, int step) throws IOException {
        Optional<LossTerms> terms = Optional.empty();
        try {
            StepGradients gradients = engine.step(
                    new AnchorGrid(batch.height(), batch.width()),
                    batch.images(),
                    batch.boxes(),
                    epochs.isAmongLast(epoch) ? 1 : 0);
            if (Double.isFinite(gradients.loss().total())) {
                return gradients;
            }
            terms = Optional.of(gradients.loss());
            throw DivergedException.ofLoss(gradients.loss());
        } catch (DivergedException e) {
            throw diverged(e, batch, epoch, step, terms);
        }
    }

    /** Requires of the weights after a step what a checkpoint is to be made of. */
    void requireNumbers(TrainingState state, Batch batch, int epoch, int step, LossTerms loss) throws IOException {
        try {
            state.requireNumbers();
        } catch (DivergedException e) {
            throw diverged(e, batch, epoch, step, Optional.of(loss));
        }
    }

    private DivergedException diverged(DivergedException e, Batch batch, int epoch, int step, Optional<LossTerms> terms)
            throws IOException {
        List<String> images = IntStream.range(0, batch.size())
                .mapToObj(i -> batch.sample(i).id())
                .toList();
        ObjectNode report = JSON.createObjectNode();
        report.put("message", e.getMessage()).put("epoch", epoch).put("step", step);
        images.forEach(report.putArray("images")::add);
        terms.ifPresent(loss -> write(loss, report.putObject("loss")));
        WholeFile.writeText(
                folder.diverged(),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + System.lineSeparator());
        return e.at("at epoch " + (epoch + 1) + ", step " + (step + 1) + ", images " + images + " (" + folder.diverged()
                + "); " + advice(batch));
    }

    private static String advice(Batch batch) {
        return isOfOneColour(batch)
                ? "the images of this batch are all of one colour, so batch normalisation has no variance to divide by"
                : "a lower learning rate may help";
    }

    /** Whether a channel has one value in all pixels of all images, for each channel. */
    private static boolean isOfOneColour(Batch batch) {
        float[] pixels = batch.images();
        int plane = batch.height() * batch.width();
        return IntStream.range(0, pixels.length)
                .allMatch(i -> pixels[i] == pixels[i / plane % BgrImage.CHANNELS * plane]);
    }

    /** What is no number is written as text. */
    private static void write(LossTerms loss, ObjectNode node) {
        node.put("total", loss.total());
        loss.terms().forEach((term, value) -> node.put(term.toString(), value));
        node.put("positives", loss.positives()).put("objects", loss.objects());
    }
}

package io.github.yolox4j.train;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.train.data.batch.Batch;
import io.github.yolox4j.train.engine.DivergedException;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.loss.LossTerms;
import io.github.yolox4j.train.parallel.Ranks;
import io.github.yolox4j.train.parallel.StepExchange;
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
    private static final String ADVICE = "advice";

    private final TrainingEngine engine;
    private final Epochs epochs;
    private final Ranks ranks;
    private final StepExchange exchange;
    private final RunRecord record;

    JudgedSteps(TrainingEngine engine, Epochs epochs, Ranks ranks, StepExchange exchange, RunRecord record) {
        this.engine = engine;
        this.epochs = epochs;
        this.ranks = ranks;
        this.exchange = exchange;
        this.record = record;
    }

    /** A step of one rank without a result. */
    private record Divergence(DivergedException cause, Optional<LossTerms> terms) {}

    /**
     * The step of all ranks on their parts of a batch.
     *
     * @param batch part of this rank
     * @throws DivergedException if the loss is no number, at any rank; {@code diverged.json} says where
     */
    StepGradients compute(Batch batch, int epoch, int step) throws IOException {
        Optional<Divergence> divergence = Optional.empty();
        Optional<StepGradients> part = Optional.empty();
        try {
            StepGradients gradients = engine.step(
                    new AnchorGrid(batch.height(), batch.width()),
                    batch.images(),
                    batch.boxes(),
                    epochs.isAmongLast(epoch) ? 1 : 0);
            if (Double.isFinite(gradients.loss().total())) {
                part = Optional.of(gradients);
            } else {
                LossTerms loss = gradients.loss();
                divergence = Optional.of(new Divergence(DivergedException.ofLoss(loss), Optional.of(loss)));
            }
        } catch (DivergedException e) {
            divergence = Optional.of(new Divergence(e, Optional.empty()));
        }
        Optional<StepGradients> whole = exchange.whole(part);
        if (whole.isPresent()) {
            return whole.get();
        }
        throw diverged(divergence, batch, epoch, step);
    }

    /** Requires of the weights after a step what a checkpoint is to be made of. */
    void requireNumbers(TrainingState state, Batch batch, int epoch, int step, LossTerms loss) throws IOException {
        try {
            state.requireNumbers();
        } catch (DivergedException e) {
            throw diverged(Optional.of(new Divergence(e, Optional.of(loss))), batch, epoch, step);
        }
    }

    /** All ranks say the same: what the first of them says that has a divergence. */
    private DivergedException diverged(Optional<Divergence> own, Batch batch, int epoch, int step) throws IOException {
        ObjectNode report = JSON.createObjectNode();
        own.ifPresent(divergence -> describe(divergence, batch, epoch, step, report));
        for (byte[] message : ranks.gather(JSON.writeValueAsBytes(report))) {
            JsonNode first = JSON.readTree(message);
            if (!first.isEmpty()) {
                String place =
                        record.diverged(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(first));
                List<String> images = JSON.convertValue(first.get("images"), new TypeReference<>() {});
                return new DivergedException(first.get("message").asText())
                        .at("at epoch " + (epoch + 1) + ", step " + (step + 1) + ", images " + images + place + "; "
                                + first.get(ADVICE).asText());
            }
        }
        throw new IllegalStateException("a step ended without a result at no rank");
    }

    private static void describe(Divergence divergence, Batch batch, int epoch, int step, ObjectNode report) {
        report.put("message", divergence.cause().getMessage())
                .put("epoch", epoch)
                .put("step", step)
                .put(ADVICE, advice(batch));
        IntStream.range(0, batch.size()).mapToObj(i -> batch.sample(i).id()).forEach(report.putArray("images")::add);
        divergence.terms().ifPresent(loss -> write(loss, report.putObject("loss")));
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

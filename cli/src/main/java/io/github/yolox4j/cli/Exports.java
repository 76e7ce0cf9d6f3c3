package io.github.yolox4j.cli;

import io.github.yolox4j.export.ModelMetadata;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.model.image.BgrImage;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.checkpoint.ModelCard;
import io.github.yolox4j.verify.export.ProvenExport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A checkpoint's averaged weights as an ONNX file. */
final class Exports {

    private Exports() {}

    /**
     * Exports what passes its proof.
     *
     * @param images to prove it on
     */
    static ProvenExport.Proof write(Checkpoint checkpoint, DetectorOptions options, List<BgrImage> images, Path file)
            throws IOException {
        ModelCard card = checkpoint.card();
        return new ProvenExport(card.config(), checkpoint.average(), card.grid())
                .write(options, facts(checkpoint, options.form()), images, file);
    }

    /** What a checkpoint says about its detector. */
    static ModelMetadata facts(Checkpoint checkpoint, ModelMetadata.Decode form) {
        ModelCard card = checkpoint.card();
        String losses =
                "box=" + card.boxLoss() + ", objectness=" + card.objectnessLoss() + ", class=" + card.classLoss();
        String training = String.format(
                Locale.ROOT,
                "YOLOX-%s, depth %s, width %s%s, at %d x %d, %d epochs, %d steps",
                card.size(),
                card.depth(),
                card.width(),
                card.depthwise() ? ", depthwise" : "",
                card.inputHeight(),
                card.inputWidth(),
                checkpoint.progress().epoch(),
                checkpoint.progress().iteration());
        return ModelMetadata.ofDetector(card.classes(), card.inputHeight(), card.inputWidth(), form, losses)
                .withOrigin(training, "");
    }
}

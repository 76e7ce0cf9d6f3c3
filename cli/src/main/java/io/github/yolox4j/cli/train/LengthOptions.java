package io.github.yolox4j.cli.train;

import io.github.yolox4j.train.Epochs;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How long training lasts. */
final class LengthOptions {

    @Option(names = "--epochs", defaultValue = "300", description = "Number of epochs (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(names = "--batch", defaultValue = "8", description = "Images per step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--warmup-epochs",
            paramLabel = "N",
            description = "Epochs of learning-rate warm-up (default: ${bundle:epochs.warmup}, or a tenth of the epochs "
                    + "if that is less).")
    private Optional<Integer> warmupEpochs = Optional.empty();

    @Option(
            names = "--final-epochs",
            paramLabel = "N",
            description = "Final epochs at the lowest learning rate, with the L1 loss, without mosaic and "
                    + "mixup (default: ${bundle:epochs.last}, or a tenth of the epochs if that is less).")
    private Optional<Integer> finalEpochs = Optional.empty();

    int batch() {
        return batch;
    }

    Epochs epochs() {
        Epochs usual = Epochs.of(epochs);
        return new Epochs(epochs, warmupEpochs.orElse(usual.warmup()), finalEpochs.orElse(usual.last()));
    }
}

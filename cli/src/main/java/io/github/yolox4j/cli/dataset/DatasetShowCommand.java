package io.github.yolox4j.cli.dataset;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.option.AugmentationOptions;
import io.github.yolox4j.cli.option.DatasetOptions;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.opencv.BoxPainter;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.batch.Augmentation;
import io.github.yolox4j.train.data.batch.DatasetScenes;
import io.github.yolox4j.train.data.batch.TrainingSample;
import io.github.yolox4j.train.data.cache.ImageCache;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code yolox4j dataset show}. */
@Command(
        name = "show",
        sortOptions = false,
        description = "Draws augmented training images with their boxes, as the network sees them.",
        footerHeading = "%nExample:%n",
        footer = "  yolox4j dataset show --data data/cells --format voc --augment reference --output cells.png")
final class DatasetShowCommand extends ConsoleCommand {

    @Mixin
    private DatasetOptions data;

    @Mixin
    private SheetOptions sheet;

    @Option(
            names = "--size",
            defaultValue = "${bundle:network.size}",
            paramLabel = "SIZE",
            description = "Network size: selects the augmentation defaults (default: ${DEFAULT-VALUE}).")
    private String size;

    @Option(
            names = "--input",
            defaultValue = "${bundle:network.side}",
            paramLabel = "SIDE|HxW",
            description = "Input size in pixels, multiples of 32 (default: ${DEFAULT-VALUE}).")
    private AnchorGrid input;

    @Mixin
    private AugmentationOptions augmentation;

    @Option(
            names = "--seed",
            defaultValue = "${bundle:run.seed}",
            description = "Random seed of the augmentation (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    protected int run(PrintWriter out) throws IOException {
        Augmentation recipe = augmentation.recipe(YoloxConfig.of(YoloxConfig.Size.parse(size)));
        Dataset dataset = data.read(List.of(sheet.split()), out).get(sheet.split());
        sheet.check(dataset);
        DatasetScenes scenes = new DatasetScenes(dataset, ImageCache.memory());
        BoxPainter painter = BoxPainter.of(dataset.classes()).withoutScores();
        List<BgrImage> pictures = new ArrayList<>();
        int boxes = 0;
        for (int i = 0; i < sheet.count(); i++) {
            TrainingSample sample = scenes.sample(i % dataset.size(), recipe, input, seed, i / dataset.size());
            pictures.add(painter.draw(sample.input(), marked(sample.boxes())));
            boxes += sample.boxes().size();
        }
        sheet.write(pictures);
        out.printf("%s: %d images with %d boxes. Augmentation: %s.%n", sheet.output(), sheet.count(), boxes, recipe);
        return ExitCode.DONE;
    }

    private static List<Detection> marked(List<TargetObject> objects) {
        return objects.stream()
                .map(object -> new Detection(object.classId(), 1, object.box()))
                .toList();
    }
}

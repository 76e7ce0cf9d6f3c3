package io.github.yolox4j.cli.dataset;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.doctor.NativeBackend;
import io.github.yolox4j.cli.option.AssignmentOptions;
import io.github.yolox4j.cli.option.AugmentationOptions;
import io.github.yolox4j.cli.option.DatasetOptions;
import io.github.yolox4j.cli.option.WeightsOptions;
import io.github.yolox4j.cli.report.AssignmentPicture;
import io.github.yolox4j.cli.weights.WeightsFile;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.batch.Augmentation;
import io.github.yolox4j.train.data.batch.DatasetScenes;
import io.github.yolox4j.train.data.batch.TrainingSample;
import io.github.yolox4j.train.data.cache.ImageCache;
import io.github.yolox4j.train.engine.AssignmentPreview;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code yolox4j dataset assign}. */
@Command(
        name = "assign",
        sortOptions = false,
        description = "Draws the anchors that label assignment gives to each object: anchor centres in the "
                + "colour of their object, larger dots for larger strides. If the weights were trained for "
                + "other classes, their class predictions are not used.",
        footerHeading = "%nExample:%n",
        footer = "  yolox4j dataset assign --data data/cells --format voc --weights runs/cells/best.ckpt --output"
                + " anchors.png")
final class DatasetAssignCommand extends ConsoleCommand {

    @Mixin
    private DatasetOptions data;

    @Mixin
    private SheetOptions sheet;

    @Mixin
    private WeightsOptions weights;

    @Mixin
    private AugmentationOptions augmentation;

    @Mixin
    private AssignmentOptions assignment;

    @Option(
            names = "--seed",
            defaultValue = "${bundle:run.seed}",
            description = "Random seed of the augmentation and of class predictions that start from random values "
                    + "(default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    protected int run(PrintWriter out) throws IOException {
        WeightsFile file = weights.open(err());
        Dataset dataset =
                inTheOrderOf(file, data.read(List.of(sheet.split()), out).get(sheet.split()));
        sheet.check(dataset);
        AnchorGrid grid = weights.input(file);
        YoloxConfig model = file.config().withClasses(dataset.classes().size());
        Augmentation recipe = augmentation.recipe(model);
        NativeBackend.report(out, err());
        Weights values = new Yolox(model).initialise(DataType.FLOAT, seed);
        out.println(file.loadInto(values, dataset.classes()));
        DatasetScenes scenes = new DatasetScenes(dataset, ImageCache.memory());
        List<BgrImage> pictures = new ArrayList<>();
        int anchors = 0;
        int objects = 0;
        YoloxTask task = YoloxTask.of(model).withAssigner(assignment.assigner());
        try (AssignmentPreview preview = new AssignmentPreview(task, values, grid)) {
            for (int i = 0; i < Math.min(sheet.count(), dataset.size()); i++) {
                TrainingSample sample = scenes.sample(i, recipe, grid, seed, 0);
                Assignment assigned = preview.assign(sample);
                pictures.add(AssignmentPicture.of(dataset.samples().get(i).id(), sample, grid, assigned));
                anchors += assigned.positives();
                objects += sample.boxes().size();
            }
        }
        sheet.write(pictures);
        out.printf("%s: %d images, %d objects, %d anchors.%n", sheet.output(), pictures.size(), objects, anchors);
        return ExitCode.DONE;
    }

    /** The dataset with its classes numbered as the file numbers them, where both have the same. */
    private static Dataset inTheOrderOf(WeightsFile file, Dataset dataset) {
        Set<String> named = new HashSet<>(file.ownClasses().orElse(List.of()));
        return named.equals(Set.copyOf(dataset.classes()))
                ? dataset.numberedBy(file.ownClasses().orElseThrow())
                : dataset;
    }
}

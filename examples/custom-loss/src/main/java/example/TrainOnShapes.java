package example;

import io.github.yolox4j.losses.score.BinaryCrossEntropy;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.train.Epochs;
import io.github.yolox4j.train.Optimisation;
import io.github.yolox4j.train.Trainer;
import io.github.yolox4j.train.TrainingConfig;
import io.github.yolox4j.train.TrainingListener;
import io.github.yolox4j.train.TrainingResult;
import io.github.yolox4j.train.TrainingSetup;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.loss.ObjectnessNormaliser;
import java.io.IOException;
import java.nio.file.Path;

/** Trains a small detector with {@link CharbonnierIou} on drawn shapes. */
public final class TrainOnShapes {

    private static final int SIDE = 64;

    private TrainOnShapes() {}

    /** Writes the images and the run into a folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments.length == 0 ? "out" : arguments[0]);
        TrainingListener printed = new TrainingListener() {
            @Override
            public void onStep(Step step) {
                System.out.printf("loss %.3f%n", step.loss().total());
            }
        };
        System.out.println("the best weights are in " + train(folder, 16, 4, printed).best());
    }

    static TrainingResult train(Path folder, int images, int epochs, TrainingListener listener) throws IOException {
        ShapesDataset shapes = new ShapesDataset(1, SIDE, images, 4);
        shapes.write(folder);
        Dataset training = shapes.format().read(folder, ShapesDataset.TRAIN);
        Dataset validation = shapes.format().read(folder, ShapesDataset.TEST);

        YoloxConfig model = new YoloxConfig("small", 0.33, 0.125, true, ShapesDataset.CLASSES.size());
        LossChoice losses = new LossChoice(
                new CharbonnierIou(0.1),
                BinaryCrossEntropy.PLAIN,
                BinaryCrossEntropy.PLAIN,
                ObjectnessNormaliser.POSITIVES);
        TrainingConfig config = TrainingConfig.of(model, new AnchorGrid(SIDE, SIDE), 4, Epochs.of(epochs))
                .withOptimisation(Optimisation.ADAMW.withLearningRatePerImage(5e-4))
                .withLosses(losses);
        TrainingSetup setup =
                TrainingSetup.of(training, validation, folder.resolve("run")).withListener(listener);
        return new Trainer(config, setup).run();
    }
}

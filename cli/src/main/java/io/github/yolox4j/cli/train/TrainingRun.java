package io.github.yolox4j.cli.train;

import io.github.yolox4j.cli.console.Progress;
import io.github.yolox4j.cli.console.TrainingProgress;
import io.github.yolox4j.cli.option.ConfigFile;
import io.github.yolox4j.cli.report.RunReport;
import io.github.yolox4j.cli.report.Tables;
import io.github.yolox4j.train.TrainingConfig;
import io.github.yolox4j.train.TrainingListener;
import io.github.yolox4j.train.TrainingResult;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.batch.ClassBalance;
import io.github.yolox4j.train.data.batch.ClassBalance.ClassShare;
import io.github.yolox4j.train.data.batch.ImageOrder;
import io.github.yolox4j.train.eval.DetectedDataset;
import io.github.yolox4j.train.log.JsonLinesLog;
import io.github.yolox4j.train.log.TensorBoardLog;
import io.github.yolox4j.train.parallel.Ranks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Announces what was planned, does it, and says what it came to: on the console, and in the run's folder.
 *
 * @param command whose options are kept in the folder, for {@value ConfigFile#RESUME}
 * @param ranks that train together; rank 0 alone says and writes anything
 */
record TrainingRun(TrainingPlan plan, CommandSpec command, Ranks ranks) {

    private static final String METRICS = "metrics.jsonl";
    private static final int FEW_STEPS = 2000;
    private static final int SHARES = 20;

    void announce(PrintWriter out) {
        announceImages(out);
        if (ranks.size() > 1) {
            out.printf(
                    "%d ranks train together, %s: a batch of %d images is %d for each.%n",
                    ranks.size(),
                    String.join(", ", ranks.addresses()),
                    plan.config().batch(),
                    imagesOfRank());
        }
        out.printf("Augmentation: %s.%n", plan.config().augmentation());
        if (plan.config().order() == ImageOrder.BALANCED) {
            announceBalance(out);
        }
        if (isHopeless()) {
            out.println("Fewer than " + FEW_STEPS
                    + " steps from random weights are too few for this recipe: start from --weights, or "
                    + "try --augment light with a higher --lr (see 'How long' in docs/guide.md).");
        }
        out.printf("Image cache: %s.%n", plan.compute().cache());
        out.printf(
                "Needs about %d MB of memory in addition to a Java heap of up to %d MB.%n",
                plan.config()
                                .withBatch(imagesOfRank())
                                .memoryNeed(plan.compute().numbersPerActivation())
                        >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
    }

    private void announceImages(PrintWriter out) {
        Dataset training = plan.images().training();
        Dataset validation = plan.images().validation();
        out.printf(
                "%d training images with %d boxes, %d validation images with %d boxes, classes %s.%n",
                training.size(),
                training.boxCount(),
                validation.size(),
                validation.boxCount(),
                String.join(", ", training.classes()));
        if (plan.images().shared() > 0) {
            out.printf(
                    "Of the %d validation images, %d are also training images: AP says nothing about new images.%n",
                    validation.size(), plan.images().shared());
        }
    }

    /** How often classes are seen, the rarest first. */
    private void announceBalance(PrintWriter out) {
        out.println("Balanced sampling draws images of rare classes more often:");
        List<ClassShare> shares = new ArrayList<>(new ClassBalance(plan.images().training()).classShares());
        shares.sort(Comparator.comparingDouble(ClassShare::listed));
        for (ClassShare share : shares.subList(0, Math.min(SHARES, shares.size()))) {
            out.printf(
                    Locale.ROOT,
                    "  class %s: in %.1f %% of images, drawn in %.1f %%%n",
                    share.name(),
                    100 * share.listed(),
                    100 * share.drawn());
        }
        if (shares.size() > SHARES) {
            out.printf("  and %d more frequent classes%n", shares.size() - SHARES);
        }
    }

    /** Whether random weights are to learn from mixed images in a few steps. */
    private boolean isHopeless() {
        TrainingConfig config = plan.config();
        boolean mixes = !config.augmentation().equals(config.augmentation().withoutMixing());
        long stepsPerEpoch = plan.images().training().size() / config.batch();
        return plan.isRandom() && mixes && stepsPerEpoch * config.epochs().total() < FEW_STEPS;
    }

    private int imagesOfRank() {
        return Math.max(1, plan.config().batch() / ranks.size());
    }

    void run(PrintWriter out) throws IOException {
        if (ranks.rank() > 0) {
            plan.trainer(TrainingListener.SILENT, ranks, out).run();
            return;
        }
        Path folder = plan.folder();
        Map<Integer, String> names = Tables.names(plan.images().validation());
        TrainingResult result;
        try (TrainingProgress progress = new TrainingProgress(out);
                TensorBoardLog events = new TensorBoardLog(folder, names, Clock.systemUTC())) {
            TrainingListener lines = new JsonLinesLog(folder.resolve(METRICS), names);
            TrainingListener all = progress.and(new KeptOptions()).and(lines).and(events);
            result = plan.trainer(all, ranks, out).run();
        }
        print(result, out);
    }

    private final class KeptOptions implements TrainingListener {

        @Override
        public void onStart(TrainingConfig config, int stepsPerEpoch, long parameters) {
            if (plan.isResumed()) {
                return;
            }
            try {
                ConfigFile.write(
                        plan.folder().resolve(ConfigFile.OF_RUN),
                        command,
                        Map.of(BatchOption.KEY, Integer.toString(config.batch())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void print(TrainingResult result, PrintWriter out) throws IOException {
        out.printf(
                Locale.ROOT,
                "%n%s%s in %s (steps waited for images: %.1f s of %.1f s). Best after epoch %d, on the split '%s':%n%s%n"
                        + "Checkpoint: %s%nReport: %s%n",
                result.work().stepSeconds() == 0 ? "The run was complete; measured" : "Done",
                whyEarly(result),
                Progress.readable(result.work().seconds()),
                result.work().waitedSeconds(),
                result.work().stepSeconds(),
                result.bestEpoch() + 1,
                plan.images().split(),
                Tables.of(result.metrics(), plan.images().validation()),
                result.best(),
                writeReport(result));
        printRanks(result.work(), out);
        if (result.ending() == TrainingResult.Ending.TIME) {
            out.printf("Resume with: yolox4j train %s %s%n", ConfigFile.RESUME, plan.folder());
        }
        if (!result.skipped().isEmpty()) {
            out.printf(
                    "Images skipped because they cannot be read: %d%n",
                    result.skipped().size());
            result.skipped().forEach(image -> out.println("  " + image.reason()));
        }
    }

    private void printRanks(TrainingResult.Work work, PrintWriter out) {
        if (ranks.size() > 1 && work.stepSeconds() > 0) {
            double images = (double) work.steps() * plan.config().batch() / ranks.size();
            out.printf(
                    Locale.ROOT,
                    "Each of %d ranks: %.1f images/s; rank 0 exchanged numbers, or waited for others, in %.0f %% of the "
                            + "time.%n",
                    ranks.size(),
                    images / work.stepSeconds(),
                    100 * work.exchangedSeconds() / work.seconds());
        }
    }

    private String whyEarly(TrainingResult result) {
        String after = " after " + result.work().epochs() + " epochs, ";
        return switch (result.ending()) {
            case COMPLETE -> "";
            case PATIENCE -> after + "without a better AP,";
            case TIME -> after + "as another would not end within " + SupervisionOptions.MAX_TIME + " "
                    + Progress.readable(plan.config().supervision().maxTime().toSeconds()) + ",";
        };
    }

    private Path writeReport(TrainingResult result) throws IOException {
        DetectedDataset detected = result.measured().detected();
        return new RunReport(plan.folder(), detected.dataset(), plan.images().split())
                .write(detected, plan.compute().evaluatedBy());
    }
}

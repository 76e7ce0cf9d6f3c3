package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.train.data.shapes.ShapesDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training processes that are killed without warning. */
class KilledTrainingTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"--optimizer sgd, 1, 6", "--optimizer adamw --clip 5 --accumulate 3, 2, 8"})
    void killed_and_resumed_it_ends_with_the_weights_of_the_unbroken_run(String optimisation, int kills, int epochs)
            throws Exception {
        new ShapesDataset(3, 64, 16, 4).write(folder.resolve("data"));
        Path whole = folder.resolve("whole");
        TrainingProcess unbroken = start(fresh(whole, epochs, optimisation));
        assertThat(unbroken.end()).as(Files.readString(log())).isZero();

        Path broken = folder.resolve("broken");
        Random random = new Random();
        List<Long> epochsAtKill = new ArrayList<>();
        for (int kill = 0; kill < kills; kill++) {
            TrainingProcess process = start(kill == 0 ? fresh(broken, epochs, optimisation) : resuming(broken));
            Path metrics = broken.resolve("metrics.csv");
            boolean early = kill == 0 && kills > 1; // before the first checkpoint
            killAfter(process, metrics, early ? 0 : 1 + random.nextInt(2), random.nextInt(early ? 2000 : 150));
            epochsAtKill.add(TrainingProcess.lines(metrics));
        }
        TrainingProcess last = start(resuming(broken));
        assertThat(last.end()).as(Files.readString(log())).isZero();
        assertThat(broken.resolve("last.ckpt"))
                .as("killed when metrics.csv had %s lines", epochsAtKill)
                .hasSameBinaryContentAs(whole.resolve("last.ckpt"));
        assertThat(Files.readAllLines(broken.resolve("metrics.csv")))
                .isEqualTo(Files.readAllLines(whole.resolve("metrics.csv")));
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"--optimizer sgd", "--optimizer adamw --clip 5 --accumulate 3"})
    void killed_five_times_it_ends_with_them_too(String optimisation) throws Exception {
        killed_and_resumed_it_ends_with_the_weights_of_the_unbroken_run(optimisation, 5, 20);
    }

    @Test
    void asked_to_terminate_it_ends_at_once_without_a_crash_and_goes_on_later() throws Exception {
        new ShapesDataset(3, 64, 16, 4).write(folder.resolve("data"));
        Path run = folder.resolve("run");
        for (int epochs = 0; epochs < 2; epochs++) {
            TrainingProcess process = start(epochs == 0 ? fresh(run, 20, "--optimizer sgd") : resuming(run));
            process.await(run.resolve("train.yaml"), 1);
            process.await(run.resolve("metrics.csv"), TrainingProcess.lines(run.resolve("metrics.csv")) + 1);
            process.process().destroy();
            assertThat(process.end()).as(Files.readString(log())).isEqualTo(128 + 15);
        }
        assertThat(log()).content().contains("yolox4j: stopped by SIGTERM").doesNotContain("SIGSEGV");
    }

    private static Object[] resuming(Path output) {
        return new Object[] {"--resume", output};
    }

    private Object[] fresh(Path output, int epochs, String optimisation) {
        String options =
                "--format coco --val-split " + ShapesDataset.TEST + " --size nano --input 64 --batch 2 --epochs "
                        + epochs + " --eval-every 4 --threads 1 " + optimisation;
        return Stream.concat(
                        Stream.of("--data", folder.resolve("data"), "--output", output), Stream.of(options.split(" ")))
                .toArray();
    }

    private Path log() {
        return folder.resolve("train.log");
    }

    private TrainingProcess start(Object... options) throws IOException {
        return TrainingProcess.start(log(), 512, options);
    }

    /** Kills a process once some more epochs are written down and a moment has passed. */
    private void killAfter(TrainingProcess running, Path metrics, int epochs, int milliseconds) throws Exception {
        long before = TrainingProcess.lines(metrics);
        running.await(metrics.resolveSibling("train.yaml"), 1);
        running.await(metrics, before + epochs);
        Thread.sleep(milliseconds);
        assertThat(running.process().isAlive()).as(Files.readString(log())).isTrue();
        running.process().destroyForcibly().waitFor();
    }
}

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training processes that are killed without warning. */
class KilledTrainingTest {

    private final Random random = new Random();

    @TempDir
    private Path folder;

    /** By a kill before the first checkpoint, by one after it, and by being asked to end. */
    @Test
    void ended_three_times_and_resumed_it_ends_with_the_weights_of_the_unbroken_run() throws Exception {
        Broken run = new Broken("--optimizer adamw --clip 5 --accumulate 3", 8);
        run.kill(0, random.nextInt(2000));
        run.kill(1 + random.nextInt(2), random.nextInt(150));
        run.terminate();
        run.assertEndsAs(unbroken(run.optimisation, run.epochs));
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"--optimizer sgd", "--optimizer adamw --clip 5 --accumulate 3"})
    void killed_five_times_it_ends_with_them_too(String optimisation) throws Exception {
        Broken run = new Broken(optimisation, 20);
        run.kill(0, random.nextInt(2000));
        for (int kill = 1; kill < 5; kill++) {
            run.kill(1 + random.nextInt(2), random.nextInt(150));
        }
        run.assertEndsAs(unbroken(optimisation, 20));
    }

    @BeforeEach
    void draw() throws IOException {
        new ShapesDataset(3, 64, 16, 4).write(folder.resolve("data"));
    }

    private Path unbroken(String optimisation, int epochs) throws Exception {
        Path whole = folder.resolve("whole");
        assertThat(start(fresh(whole, epochs, optimisation)).end())
                .as(Files.readString(log()))
                .isZero();
        return whole;
    }

    /** A run that is ended again and again, and goes on. */
    private final class Broken {

        private final Path output = folder.resolve("broken");
        private final Path metrics = output.resolve("metrics.csv");
        private final List<Long> epochsAtEnds = new ArrayList<>();
        private final String optimisation;
        private final int epochs;

        Broken(String optimisation, int epochs) {
            this.optimisation = optimisation;
            this.epochs = epochs;
        }

        /** Kills it once some more epochs are written down and a moment has passed. */
        void kill(int epochs, int milliseconds) throws Exception {
            TrainingProcess process = afterEpochs(epochs);
            Thread.sleep(milliseconds);
            assertThat(process.process().isAlive()).as(Files.readString(log())).isTrue();
            process.process().destroyForcibly().waitFor();
            epochsAtEnds.add(TrainingProcess.lines(metrics));
        }

        /** Asks it to end, which it does at once and without a crash. */
        void terminate() throws Exception {
            TrainingProcess process = afterEpochs(1);
            process.process().destroy();
            assertThat(process.end()).as(Files.readString(log())).isEqualTo(128 + 15);
            assertThat(log()).content().contains("yolox4j: stopped by SIGTERM").doesNotContain("SIGSEGV");
            epochsAtEnds.add(TrainingProcess.lines(metrics));
        }

        private TrainingProcess afterEpochs(int more) throws Exception {
            long before = TrainingProcess.lines(metrics);
            TrainingProcess process =
                    start(epochsAtEnds.isEmpty() ? fresh(output, epochs, optimisation) : resuming(output));
            process.await(output.resolve("train.yaml"), 1);
            process.await(metrics, before + more);
            return process;
        }

        void assertEndsAs(Path whole) throws Exception {
            assertThat(start(resuming(output)).end())
                    .as(Files.readString(log()))
                    .isZero();
            assertThat(output.resolve("last.ckpt"))
                    .as("ended when metrics.csv had %s lines", epochsAtEnds)
                    .hasSameBinaryContentAs(whole.resolve("last.ckpt"));
            assertThat(Files.readAllLines(metrics)).isEqualTo(Files.readAllLines(whole.resolve("metrics.csv")));
        }
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
}

package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.train.data.shapes.ShapesDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranks that are processes. */
class LocalRanksTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void draw() throws IOException {
        new ShapesDataset(3, 64, 16, 5).write(folder.resolve("data"));
    }

    @Test
    void two_ranks_of_which_one_is_killed_go_on_and_end_with_the_weights_of_an_unbroken_run() throws Exception {
        TrainingProcess unbroken = start(2, fresh("whole"));
        assertThat(unbroken.end()).as(log()).isZero();
        assertThat(log())
                .contains("2 ranks train together, 127.0.0.1:")
                .contains("a batch of 6 images is 3 for each")
                .containsPattern(
                        "Each of 2 ranks: \\d+\\.\\d images/s; rank 0 exchanged numbers, or waited for others,");

        breakOff(2, 1, fresh("broken"));
        assertThat(log())
                .containsPattern("yolox4j: rank 1 \\(127\\.0\\.0\\.1:\\d+\\) failed first: its process has ended");
        assertThat(start(2, "--resume", folder.resolve("broken")).end())
                .as(log())
                .isZero();
        assertSameRun();
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void any_of_three_ranks_is_killed_and_all_end_and_go_on(int rank) throws Exception {
        assertThat(start(3, fresh("whole")).end()).as(log()).isZero();
        breakOff(3, rank, fresh("broken"));
        assertThat(start(3, "--resume", folder.resolve("broken")).end())
                .as(log())
                .isZero();
        assertSameRun();
    }

    @Tag("slow")
    @Test
    void the_ranks_end_with_the_process_that_started_them() throws Exception {
        TrainingProcess process = start(2, fresh("broken"));
        process.await(folder.resolve("broken/metrics.csv"), 2);
        List<ProcessHandle> ranks = process.process().descendants().toList();
        assertThat(ranks).hasSize(2);
        process.process().destroyForcibly().waitFor();
        for (ProcessHandle rank : ranks) {
            rank.onExit().get(10, TimeUnit.SECONDS);
        }
    }

    /** Kills a rank within an epoch; all others end by themselves. */
    private void breakOff(int count, int rank, Object... options) throws Exception {
        TrainingProcess process = start(count, options);
        process.await(folder.resolve("broken/metrics.csv"), 3);
        process.process()
                .children()
                .sorted(Comparator.comparing(ProcessHandle::pid)) // they are started in their order
                .toList()
                .get(rank)
                .destroyForcibly();
        long killed = System.nanoTime();
        assertThat(process.end()).as(log()).isNotZero();
        assertThat((System.nanoTime() - killed) / 1e9)
                .as("seconds until all had ended")
                .isLessThan(15);
    }

    private void assertSameRun() throws IOException {
        assertThat(folder.resolve("broken/last.ckpt")).hasSameBinaryContentAs(folder.resolve("whole/last.ckpt"));
        assertThat(Files.readAllLines(folder.resolve("broken/metrics.csv")))
                .isEqualTo(Files.readAllLines(folder.resolve("whole/metrics.csv")));
    }

    @Test
    void options_that_contradict_each_other_are_refused() {
        assertRefused("neither --ranks nor --rank goes with it", "--local-ranks", 2, "--rank", 1);
        assertRefused("--local-ranks must be at least 1, got 0", "--local-ranks", 0);
        assertRefused("--ranks needs --rank, from 0 to 1", "--ranks", "localhost:7001,localhost:7002");
        assertRefused("a rank must be from 0 to 1, got 2", "--ranks", "localhost:7001,localhost:7002", "--rank", 2);
        assertRefused("--rank says which of --ranks this process is, and there are none", "--rank", 1);
        assertRefused(
                "--ranks takes addresses of the form HOST:PORT, separated by commas, got 'localhost'",
                "--ranks",
                "localhost,localhost:7002",
                "--rank",
                1);
        assertRefused(
                "set the environment variable YOLOX4J_RANKS_SECRET",
                "--ranks",
                "192.0.2.1:7001,192.0.2.2:7001",
                "--rank",
                0);
    }

    private void assertRefused(String reason, Object... options) {
        List<Object> words = new ArrayList<>(List.of("train"));
        words.addAll(Arrays.asList(fresh("refused")));
        words.addAll(Arrays.asList(options));
        CommandRun run = CommandRun.of(words.toArray());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(reason).hasLineCount(1);
        assertThat(folder.resolve("refused")).doesNotExist();
    }

    private Object[] fresh(String output, Object... more) {
        String options = "--format coco --val-split " + ShapesDataset.TEST
                + " --size nano --input 64 --batch 6 --epochs 6 --eval-every 3 --threads 1 --augment light";
        List<Object> words =
                new ArrayList<>(List.of("--data", folder.resolve("data"), "--output", folder.resolve(output)));
        words.addAll(List.of(options.split(" ")));
        words.addAll(Arrays.asList(more));
        return words.toArray();
    }

    private TrainingProcess start(int ranks, Object... options) throws IOException {
        List<Object> words = new ArrayList<>(List.of("--local-ranks", ranks));
        words.addAll(Arrays.asList(options));
        return TrainingProcess.start(folder.resolve("train.log"), 512, words.toArray());
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("train.log"));
    }
}

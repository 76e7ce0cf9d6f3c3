package io.github.yolox4j.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.train.data.shapes.ShapesDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranks that are threads of Spark's local mode. */
class SparkTrainTest {

    private static final String OPTIONS = "--format coco --val-split " + ShapesDataset.TEST
            + " --size nano --input 64 --batch 4 --epochs 2 --threads 1 --augment light";

    @TempDir
    private Path folder;

    private SparkHome spark;

    @BeforeEach
    void draw() throws IOException {
        new ShapesDataset(3, 64, 12, 5).write(folder.resolve("data"));
        spark = new SparkHome(folder);
    }

    /** The second of a remote path, as another file system would have it. */
    @Test
    void spark_trains_as_processes_do_and_reads_and_writes_other_file_systems() throws Exception {
        Path remote = folder.resolve("remote run");
        Process submitted = spark.submit(
                log(),
                "local[2]",
                List.of(),
                words("file://" + folder.resolve("data"), "file://" + remote, "--workers", 2));
        assertThat(submitted.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(submitted.exitValue()).as(Files.readString(log())).isZero();
        assertThat(log()).content().contains("2 ranks train together", "Each of 2 ranks: ");

        Process processes = spark.application(
                log(),
                Map.of(),
                words(folder.resolve("data").toString(), folder.resolve("local").toString(), "--local-ranks", 2));
        assertThat(processes.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(processes.exitValue()).as(Files.readString(log())).isZero();
        assertThat(remote.resolve("last.ckpt")).hasSameBinaryContentAs(folder.resolve("local/last.ckpt"));
        assertThat(Files.readAllLines(remote.resolve("metrics.csv")))
                .isEqualTo(Files.readAllLines(folder.resolve("local/metrics.csv")));
    }

    @Test
    void what_no_attempt_could_train_is_refused_at_once() throws Exception {
        Process submitted = spark.submit(
                log(),
                "local[2]",
                List.of(),
                words(
                        folder.resolve("nothing").toString(),
                        folder.resolve("run").toString()));
        assertThat(submitted.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(submitted.exitValue()).as(Files.readString(log())).isEqualTo(2);
        assertThat(log()).content().containsPattern("yolox4j: attempt 1 of 3 failed: rank [01]: yolox4j: .*nothing");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    private Object[] words(String data, String output, Object... more) {
        List<Object> words = new ArrayList<>(List.of("train", "--data", data, "--output", output));
        words.addAll(List.of(OPTIONS.split(" ")));
        words.addAll(Arrays.asList(more));
        return words.toArray();
    }

    private Path log() {
        return folder.resolve("spark.log");
    }
}

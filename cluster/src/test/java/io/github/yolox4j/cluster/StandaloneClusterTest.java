package io.github.yolox4j.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.train.data.shapes.ShapesDataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A standalone cluster of Spark on this machine: a master and two workers of one core each. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandaloneClusterTest {

    private static final String MASTER = "spark://127.0.0.1:17077";
    private static final List<String> SETTINGS =
            List.of("spark.executor.memory=1g", "spark.cores.max=2", "spark.executor.cores=1");
    private static final String SHORT = "--format coco --val-split " + ShapesDataset.TEST
            + " --size nano --input 64 --batch 4 --epochs 12 --eval-every 4 --threads 1 --augment light";

    @TempDir
    private static Path folder;

    private SparkHome spark;
    private final List<Process> daemons = new ArrayList<>();

    @BeforeAll
    void start() throws Exception {
        new ShapesDataset(3, 64, 16, 5).write(folder.resolve("data"));
        spark = new SparkHome(folder);
        Path log = folder.resolve("master.log");
        daemons.add(spark.daemon(log, "master.Master", "--host", "127.0.0.1", "--port", 17077, "--webui-port", 18090));
        for (int i = 1; i <= 2; i++) {
            daemons.add(spark.daemon(
                    folder.resolve("worker" + i + ".log"),
                    "worker.Worker",
                    "--host",
                    "127.0.0.1",
                    "--cores",
                    1,
                    "--memory",
                    "3g",
                    "--work-dir",
                    folder.resolve("work" + i),
                    "--webui-port",
                    18090 + i,
                    MASTER));
        }
        await(() -> content(log).split("Registering worker", -1).length == 3, "two workers");
    }

    @AfterAll
    void stop() throws InterruptedException {
        for (Process daemon : daemons) {
            daemon.destroy();
            daemon.waitFor();
        }
    }

    /** Each rank with the batch of the demo: batch-norm sees as many images as there. */
    @Test
    void the_demos_images_are_learnt_as_by_one_process() throws Exception {
        new ShapesDataset(1, 128, 400, 100).write(folder.resolve("demo"));
        Path run = folder.resolve("demo run");
        assertEnds(submit(
                "demo.log",
                words(
                        folder.resolve("demo"),
                        run,
                        "--format coco --val-split " + ShapesDataset.TEST + " --size nano --input 128 --batch 32"
                                + " --epochs 80 --augment light --lr 0.03 --ema-decay 0.998 --seed 1")));
        double ap = Files.readAllLines(run.resolve("metrics.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .filter(cells -> !cells[cells.length - 3].isEmpty())
                .mapToDouble(cells -> Double.parseDouble(cells[cells.length - 3]))
                .max()
                .orElseThrow();
        assertThat(ap).as("the demo reaches 0.42 in docs/results/demo.md").isGreaterThan(0.35);
    }

    @Test
    void an_executor_and_then_the_driver_are_killed_and_the_run_ends_as_an_undisturbed_one() throws Exception {
        Path whole = folder.resolve("whole");
        assertEnds(submit("whole.log", words(folder.resolve("data"), whole, SHORT)));

        Path broken = folder.resolve("broken");
        Process submitted = submit("executor.log", words(folder.resolve("data"), broken, SHORT));
        await(() -> lines(broken.resolve("metrics.csv")) > 2, "two epochs");
        executors().get(0).destroyForcibly();
        await(() -> content(folder.resolve("executor.log")).contains("attempt 1 of 3 failed"), "a failed attempt");
        long before = lines(broken.resolve("metrics.csv"));
        await(() -> lines(broken.resolve("metrics.csv")) > before, "another epoch");
        submitted.destroyForcibly().waitFor();
        await(() -> executors().isEmpty(), "the end of the executors");

        assertThat(lines(broken.resolve("metrics.csv"))).isLessThan(13);
        assertEnds(submit("resumed.log", new Object[] {"train", "--resume", broken}));
        assertThat(broken.resolve("last.ckpt")).hasSameBinaryContentAs(whole.resolve("last.ckpt"));
        assertThat(Files.readAllLines(broken.resolve("metrics.csv")))
                .isEqualTo(Files.readAllLines(whole.resolve("metrics.csv")));
    }

    private Process submit(String log, Object... words) throws IOException {
        return spark.submit(folder.resolve(log), MASTER, SETTINGS, words);
    }

    private static void assertEnds(Process process) throws InterruptedException {
        assertThat(process.waitFor(20, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private static Object[] words(Path data, Path output, String options) {
        List<Object> words = new ArrayList<>(List.of("train", "--data", data, "--output", output));
        words.addAll(Arrays.asList(options.split(" ")));
        return words.toArray();
    }

    private List<ProcessHandle> executors() {
        return daemons.subList(1, 3).stream().flatMap(Process::children).toList();
    }

    private static long lines(Path file) {
        return Files.exists(file) ? content(file).lines().count() : 0;
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition, String what) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for " + what).isLessThan(end);
            Thread.sleep(100);
        }
    }
}

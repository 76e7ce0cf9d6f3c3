package io.github.yolox4j.runtime;

import static io.github.yolox4j.runtime.SmallDetector.noise;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.ModelMetadata.Decode;
import io.github.yolox4j.model.decode.Detection;
import io.github.yolox4j.model.image.BgrImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eight threads on one detector: every result is that of a single thread, and memory stays as it is. */
class ConcurrentDetectionTest {

    private static final int THREADS = 8;
    private static final double MEGABYTE = 1 << 20;

    /** What the Java heap, which has a limit of its own, and the allocator's pools may still take once all is warm. */
    private static final double GROWTH_ALLOWED = 64;

    @TempDir
    Path folder;

    @Test
    void for_two_seconds() throws Exception {
        run(Duration.ofSeconds(2));
    }

    @Test
    @Tag("slow")
    void for_five_minutes_without_growth_of_memory() throws Exception {
        run(Duration.ofSeconds(60));
        double before = residentMegabytes();
        long runs = run(Duration.ofMinutes(5));
        double after = residentMegabytes();
        System.out.printf(
                "%d runs of %d threads; resident %.1f MB before, %.1f MB after%n", runs, THREADS, before, after);
        assertThat(after - before).as("growth in MB").isLessThan(GROWTH_ALLOWED);
    }

    /** Detects until the time is up; returns how many images. */
    private long run(Duration time) throws IOException, InterruptedException, ExecutionException {
        Path file = SmallDetector.create().write(folder, Decode.RAW, ExportOptions.dynamicBatch());
        List<BgrImage> images = List.of(noise(1, 50, 40), noise(2, 200, 100), noise(3, 96, 64));
        AtomicLong runs = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (OnnxDetector detector =
                OnnxDetector.open(file, SmallDetector.EVERYTHING, SessionSettings.DEFAULT.withThreads(2))) {
            List<List<Detection>> single = detector.detect(images);
            long end = System.nanoTime() + time.toNanos();
            List<Future<?>> calls = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int first = t;
                calls.add(threads.submit(() -> {
                    for (int i = first; System.nanoTime() < end; i++) {
                        if (i % 4 == 3) {
                            assertThat(detector.detect(images)).isEqualTo(single);
                        } else {
                            assertThat(detector.detect(images.get(i % 4))).isEqualTo(single.get(i % 4));
                        }
                        runs.incrementAndGet();
                    }
                }));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        } finally {
            threads.shutdown();
            assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(runs.get()).isGreaterThan(THREADS);
        return runs.get();
    }

    private static double residentMegabytes() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / MEGABYTE)
                .findFirst()
                .orElseThrow();
    }
}

package io.github.yolox4j.inference;

import static io.github.yolox4j.export.sample.SmallDetector.noise;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.sample.SmallDetector;
import io.github.yolox4j.ort.SessionSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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

    /** Until then compiler, allocator and heap have found their sizes. */
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    private static final double GROWTH_ALLOWED = 32;

    @TempDir
    Path folder;

    @Test
    void for_two_seconds() throws Exception {
        run(Duration.ofSeconds(2), () -> {});
    }

    @Test
    @Tag("slow")
    void for_five_minutes_without_growth_of_memory() throws Exception {
        List<Double> resident = new ArrayList<>();
        long runs = run(WARM_UP.plus(Duration.ofMinutes(5)), () -> {
            Thread.sleep(WARM_UP.toMillis());
            for (int minute = 0; minute < 5; minute++) {
                resident.add(residentOutsideOfHeap());
                Thread.sleep(Duration.ofMinutes(1).minusSeconds(1).toMillis());
            }
            resident.add(residentOutsideOfHeap());
        });
        System.out.printf(
                "%d calls of %d threads; MB resident outside of the heap, a minute apart: %s%n",
                runs,
                THREADS,
                resident.stream().map(mb -> String.format("%.1f", mb)).toList());
        assertThat(median(resident.subList(3, 6)) - median(resident.subList(0, 3)))
                .as("growth in MB, from median to median")
                .isLessThan(GROWTH_ALLOWED);
    }

    /** Of three: one of them may be off, since the heap that is subtracted counts pages that were never touched. */
    private static double median(List<Double> three) {
        return three.stream().sorted().toList().get(1);
    }

    private interface Watching {
        void watch() throws IOException, InterruptedException;
    }

    /** Detects until the time is up; returns how many calls there were. */
    private long run(Duration time, Watching meanwhile) throws IOException, InterruptedException, ExecutionException {
        Path file = SmallDetector.create().write(folder, Form.RAW, ExportOptions.dynamicBatch());
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
            meanwhile.watch();
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

    /** All memory that the process holds, less the Java heap, whose size is the collector's choice. */
    private static double residentOutsideOfHeap() throws IOException {
        System.gc();
        double resident = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
        return (resident - heap) / MEGABYTE;
    }
}

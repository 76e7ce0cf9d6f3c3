package io.github.yolox4j.cli.train;

import com.sun.management.OperatingSystemMXBean;
import io.github.yolox4j.cli.option.BatchChoice;
import io.github.yolox4j.cli.option.EngineOptions;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.train.TrainingConfig;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import picocli.CommandLine.Option;

/** How many images a step takes. */
final class BatchOption {

    /** The option's key in a file of options. */
    static final String KEY = "batch";

    private static final String NAME = "--" + KEY;

    /** Of the memory besides the heap; the rest is for the system, and for other programs. */
    private static final double SHARE = 0.8;

    /** Of the heap, for the pixels of batches; the rest is for the image cache and everything else. */
    private static final double SHARE_OF_HEAP = 0.5;

    /** Three made ahead, one in use, one of the evaluation. */
    private static final long BATCHES = 5;

    @Option(
            names = NAME,
            defaultValue = "8",
            paramLabel = "N|" + BatchChoice.AUTO,
            description = "Images per step (default: ${DEFAULT-VALUE}). " + BatchChoice.AUTO
                    + ": as many as fit into memory on the CPU, up to 64 and not more than there are. The default of "
                    + "--lr grows with the batch.")
    private BatchChoice batch;

    /**
     * The configuration with the number asked for, or with the largest that fits, in a line that says so.
     *
     * @param ofBatch the configuration by number of images
     * @param images for training that there are
     */
    TrainingConfig of(IntFunction<TrainingConfig> ofBatch, int images, EngineOptions engine, PrintWriter out) {
        if (batch.images().isPresent()) {
            return ofBatch.apply(batch.images().get());
        }
        if (!engine.deviceName().equals("cpu")) {
            throw new IllegalArgumentException(NAME + " " + BatchChoice.AUTO
                    + " knows the memory of the CPU only, the device is " + engine.deviceName()
                    + "; give a number of images");
        }
        IntToLongFunction need = number -> ofBatch.apply(number).memoryNeed(engine.numbersPerActivation());
        long bound = besidesHeap();
        int most = Math.min(images, inHeap(ofBatch.apply(1).sizeSchedule().sizes()));
        int chosen = BatchChoice.largest(need, bound, most);
        out.printf(
                "%s %s: %d images per step need about %d MB of the %d MB that may be used besides the Java heap.%n",
                NAME, BatchChoice.AUTO, chosen, need.applyAsLong(chosen) >> 20, bound >> 20);
        return ofBatch.apply(chosen);
    }

    /** Bytes of this machine, or of the container that limits it. */
    private static long besidesHeap() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return (long) (SHARE
                * Math.max(0, system.getTotalMemorySize() - Runtime.getRuntime().maxMemory()));
    }

    /** How many images a batch can have at most for its pixels, single-precision numbers, to fit into the heap. */
    private static int inHeap(List<AnchorGrid> sizes) {
        AnchorGrid largest = sizes.get(sizes.size() - 1);
        long image = (long) Float.BYTES * BgrImage.CHANNELS * largest.height() * largest.width();
        return (int) Math.max(1, SHARE_OF_HEAP * Runtime.getRuntime().maxMemory() / (BATCHES * image));
    }
}

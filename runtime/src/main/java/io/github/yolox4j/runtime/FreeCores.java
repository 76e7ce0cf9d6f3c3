package io.github.yolox4j.runtime;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleSupplier;

/**
 * How many threads find a core of their own: as many cores as this process and nobody used since the last look, a moment
 * ago. Threads that share an operator wait for the slowest of them, so that one more than there are free cores makes all
 * of them slow.
 */
final class FreeCores {

    /** What the kernel counted for all cores together since it started; only Linux has it. */
    private static final Path ACCOUNT = Path.of("/proc/stat");

    /** The kernel counts hundredths of a second. */
    private static final double TICKS = 100;

    /** Fields of the account's first line: its name, then times of work, and these two of rest. */
    private static final int IDLE = 4;

    private static final int WAITING_FOR_DISKS = 5;

    /** Seconds between two looks. */
    private static final double PERIOD = 0.5;

    private static final double NANO = 1e-9;

    private final int most;
    private final DoubleSupplier clock;
    private final DoubleSupplier notOthers;
    private double lastTime;
    private double lastNotOthers;
    private int threads;

    /**
     * @param most threads
     * @param clock seconds
     * @param notOthers seconds that cores were idle or computed for this process
     */
    FreeCores(int most, DoubleSupplier clock, DoubleSupplier notOthers) {
        this.most = most;
        this.clock = clock;
        this.notOthers = notOthers;
        threads = most;
        lastTime = clock.getAsDouble();
        lastNotOthers = notOthers.getAsDouble();
    }

    /** Those of this machine; where it keeps no account, all are always free. */
    static FreeCores ofMachine(int most) {
        DoubleSupplier clock = () -> NANO * System.nanoTime();
        return Files.isReadable(ACCOUNT)
                ? new FreeCores(most, clock, FreeCores::idleOrOurs)
                : new FreeCores(most, clock, () -> most * clock.getAsDouble());
    }

    private static double idleOrOurs() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        try (var lines = Files.lines(ACCOUNT)) {
            String[] all = lines.findFirst().orElseThrow().split(" +");
            double idle = Double.parseDouble(all[IDLE]) + Double.parseDouble(all[WAITING_FOR_DISKS]);
            return idle / TICKS + NANO * system.getProcessCpuTime();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many threads to use now, at least one. */
    int threads() {
        double elapsed = clock.getAsDouble() - lastTime;
        if (elapsed >= PERIOD) {
            double now = notOthers.getAsDouble();
            threads = (int) Math.max(1, Math.min(most, Math.round((now - lastNotOthers) / elapsed)));
            lastTime += elapsed;
            lastNotOthers = now;
        }
        return threads;
    }
}

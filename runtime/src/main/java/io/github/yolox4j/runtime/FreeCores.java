package io.github.yolox4j.runtime;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/**
 * How many threads find a core of their own: as many as there were cores, since the last look a moment ago, that rested
 * or computed for this process. Threads that share an operator wait for the slowest of them, so that one more than
 * there are free cores makes all of them slow.
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
        return idle().isPresent()
                ? new FreeCores(most, clock, FreeCores::idleOrOurs)
                : new FreeCores(most, clock, () -> most * clock.getAsDouble());
    }

    private static double idleOrOurs() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return idle().orElseThrow() + NANO * system.getProcessCpuTime();
    }

    /** Seconds that all cores together rested; empty where nothing counts them, as in some containers. */
    private static OptionalDouble idle() {
        try (Stream<String> lines = Files.lines(ACCOUNT)) {
            String[] all = lines.findFirst().orElse("").split(" +");
            if (all.length <= WAITING_FOR_DISKS) {
                return OptionalDouble.empty();
            }
            double ticks = Double.parseDouble(all[IDLE]) + Double.parseDouble(all[WAITING_FOR_DISKS]);
            return ticks > 0 ? OptionalDouble.of(ticks / TICKS) : OptionalDouble.empty();
        } catch (IOException e) {
            return OptionalDouble.empty(); // another system than Linux has no such file
        }
    }

    /** How many threads to use now, at least one. */
    int threads() {
        double elapsed = clock.getAsDouble() - lastTime;
        if (elapsed >= PERIOD) {
            double now = notOthers.getAsDouble();
            threads = fitting(Math.round((now - lastNotOthers) / elapsed));
            lastTime += elapsed;
            lastNotOthers = now;
        }
        return threads;
    }

    /** The most quarters of all threads that are no more than there are cores: a pass is made for each number. */
    private int fitting(long free) {
        for (int quarters = 4; quarters > 0; quarters--) {
            int number = most * quarters / 4;
            if (number > 0 && number <= free) {
                return number;
            }
        }
        return 1;
    }
}

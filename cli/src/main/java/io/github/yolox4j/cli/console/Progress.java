package io.github.yolox4j.cli.console;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how long work gets on: a bar on a terminal, else a plain line now and then. */
public final class Progress implements AutoCloseable {

    private static final double SECONDS_BETWEEN_LINES = 15;

    private final PrintWriter out;
    private final String task;
    private final long total;
    private final ProgressBar bar;
    private final long start = System.nanoTime();
    private double nextLine = SECONDS_BETWEEN_LINES;

    private Progress(PrintWriter out, String task, long total, ProgressBar bar) {
        this.out = out;
        this.task = task;
        this.total = total;
        this.bar = bar;
    }

    /** Begins to show a task of {@code total} steps. */
    @SuppressWarnings("SystemConsoleNull") // since JDK 22 there is always a console; the bar then also fills a file
    public static Progress of(PrintWriter out, String task, long total) {
        ProgressBar bar = System.console() == null
                ? null
                : new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(total)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(500)
                        .build();
        return new Progress(out, task, total, bar);
    }

    /** Says how many steps are done, and what else there is to say. */
    public void show(long done, String message) {
        if (bar != null) {
            bar.stepTo(done);
            bar.setExtraMessage(message);
            return;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (seconds >= nextLine && done > 0 && done < total) {
            nextLine = seconds + SECONDS_BETWEEN_LINES;
            out.printf(
                    Locale.ROOT,
                    "  %s %d/%d, %s, %s left%n",
                    task,
                    done,
                    total,
                    message,
                    readable(seconds / done * (total - done)));
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    /** A time as people read it: {@code 42 s}, {@code 3 min 5 s} or {@code 2 h 7 min}. */
    public static String readable(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %d min", whole / 3600, whole % 3600 / 60);
    }
}

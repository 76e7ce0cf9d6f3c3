package io.github.yolox4j.bench.simulation;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The program: runs the experiment for each gradient named, and writes {@code table.md}, {@code curves.csv} and
 * {@code simulation.png}.
 */
public final class Simulation {

    static final String USAGE =
            """
            Usage: Simulation [--centres N] [--threads N] [--output DIR] [author:LOSS | autodiff:LOSS]...
            Without a run named: the gradients of the authors, and those of iou, giou, diou, ciou, eiou and siou.
            """;

    private Simulation() {}

    /** Exit code 2 and one line for a wrong argument. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        SimulationOptions options;
        try {
            options = SimulationOptions.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(USAGE);
            System.exit(2);
            return;
        }
        simulate(options, System.out);
    }

    static void simulate(SimulationOptions options, PrintStream out) throws IOException, InterruptedException {
        Files.createDirectories(options.output());
        Descent descent = new Descent(new Cases(Centres.of(options.centres())), Descent.ITERATIONS, options.threads());
        out.printf(Locale.ROOT, "%,d cases, %d threads%n", descent.cases().count(), options.threads());
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (SimulationOptions.Run run : options.runs()) {
            long start = System.nanoTime();
            Outcome outcome = descent.run(run.gradients());
            out.printf(
                    Locale.ROOT,
                    "%-20s sum %.2f, final error %.5f, %.1f s%n",
                    run.name(),
                    outcome.sumOfErrors(),
                    outcome.finalError(),
                    (System.nanoTime() - start) / 1e9);
            if (outcome.floored() > 0) {
                out.printf(Locale.ROOT, "%,d sizes kept at %s%n", outcome.floored(), Descent.SMALLEST_SIZE);
            }
            outcomes.put(run.name(), outcome);
        }
        out.printf("%n%s", Report.table(outcomes));
        Files.writeString(options.output().resolve("table.md"), Report.table(outcomes));
        Files.writeString(options.output().resolve("curves.csv"), Report.curves(outcomes));
        Files.write(options.output().resolve("simulation.png"), Report.png(outcomes));
    }
}

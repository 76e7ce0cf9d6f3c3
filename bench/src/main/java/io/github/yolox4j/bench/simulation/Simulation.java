package io.github.yolox4j.bench.simulation;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The program: runs the experiment for each gradient named, and writes {@code table.md}, {@code curves.csv} and {@code simulation.png}.
 */
public final class Simulation {

    static final String USAGE =
            """
            Usage: Simulation [--centres N] [--threads N] [--output DIR] [author:LOSS | autodiff:LOSS]...
            Without a run named: the gradients of the authors, and those of iou, giou, diou, ciou, eiou and siou.
            """;

    private static final List<String> COMPARED = List.of("iou", "giou", "diou", "ciou", "eiou", "siou");

    private Simulation() {}

    /** Exit code 2 and one line for a wrong argument. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(USAGE);
            System.exit(2);
            return;
        }
        simulate(options, System.out);
    }

    static void simulate(Options options, PrintStream out) throws IOException, InterruptedException {
        Files.createDirectories(options.output());
        Descent descent = new Descent(new Cases(Centres.of(options.centres())), Schedule.ITERATIONS, options.threads());
        out.printf(Locale.ROOT, "%,d cases, %d threads%n", descent.cases().count(), options.threads());
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Run run : options.runs()) {
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
        Files.write(options.output().resolve("simulation.png"), ConvergencePlot.png(outcomes));
    }

    /** What the command line asks for. */
    record Options(int centres, int threads, Path output, List<Run> runs) {

        Options {
            runs = List.copyOf(runs);
        }

        /**
         * Reads the command line.
         *
         * @throws IllegalArgumentException in one line
         */
        static Options parse(List<String> arguments) {
            int centres = Centres.LISTED;
            int threads = Runtime.getRuntime().availableProcessors();
            Path output = Path.of("out", "simulation");
            Map<String, Run> runs = new LinkedHashMap<>();
            for (int i = 0; i < arguments.size(); i++) {
                String argument = arguments.get(i);
                if (!argument.startsWith("--")) {
                    runs.put(argument, Run.parse(argument));
                    continue;
                }
                if (i + 1 == arguments.size()) {
                    throw new IllegalArgumentException("'" + argument + "' is unknown or lacks its value");
                }
                String value = arguments.get(++i);
                switch (argument) {
                    case "--centres" -> centres = positive(argument, value);
                    case "--threads" -> threads = positive(argument, value);
                    case "--output" -> output = Path.of(value);
                    default -> throw new IllegalArgumentException("unknown option '" + argument + "'");
                }
            }
            return new Options(centres, threads, output, runs.isEmpty() ? compared() : List.copyOf(runs.values()));
        }

        private static int positive(String option, String text) {
            if (!text.matches("[1-9][0-9]{0,5}")) {
                throw new IllegalArgumentException(option + " needs a number from 1 to 999999, got '" + text + "'");
            }
            return Integer.parseInt(text);
        }

        private static List<Run> compared() {
            return Stream.concat(
                            Arrays.stream(AuthorGradient.values()).map(gradient -> "author:" + gradient),
                            COMPARED.stream().map(loss -> "autodiff:" + loss))
                    .map(Run::parse)
                    .toList();
        }
    }
}

package io.github.yolox4j.bench.simulation;

import io.github.yolox4j.losses.box.BoxLoss;
import io.github.yolox4j.losses.box.BoxLosses;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** What the command line asks for. */
record SimulationOptions(int centres, int threads, Path output, List<Run> runs) {

    private static final List<String> COMPARED = List.of("iou", "giou", "diou", "ciou", "eiou", "siou");

    SimulationOptions {
        runs = List.copyOf(runs);
    }

    /** Reads the command line; what is wrong with it is said in one line. */
    static SimulationOptions parse(List<String> arguments) {
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
        return new SimulationOptions(
                centres, threads, output, runs.isEmpty() ? compared() : List.copyOf(runs.values()));
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

    /**
     * A gradient by name: {@code autodiff:LOSS} with any name that {@link BoxLosses#parse} knows, or
     * {@code author:LOSS}.
     *
     * @param name as it was asked for
     * @param gradients makes the gradient for up to so many pairs
     */
    record Run(String name, IntFunction<BoxGradient> gradients) {

        private static final String AUTHOR = "author:";
        private static final String AUTODIFF = "autodiff:";

        static Run parse(String name) {
            if (name.startsWith(AUTHOR)) {
                AuthorGradient gradient = author(name.substring(AUTHOR.length()));
                return new Run(name, pairs -> gradient);
            }
            if (name.startsWith(AUTODIFF)) {
                BoxLoss loss = BoxLosses.parse(name.substring(AUTODIFF.length()));
                return new Run(name, pairs -> new BoxGradient.Autodiff(loss, pairs));
            }
            throw new IllegalArgumentException("a run is author:LOSS or autodiff:LOSS, got '" + name + "'");
        }

        private static AuthorGradient author(String loss) {
            return Arrays.stream(AuthorGradient.values())
                    .filter(member -> member.toString().equals(loss))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException("the authors wrote no gradient for '" + loss + "', only for "
                                    + Arrays.toString(AuthorGradient.values()).toLowerCase(Locale.ROOT)));
        }
    }
}

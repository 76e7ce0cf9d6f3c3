package io.github.yolox4j.cli.dataset;

import io.github.yolox4j.cli.option.DatasetOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Several splits of a dataset at once. */
final class SplitsOption {

    @Option(
            names = "--splits",
            split = ",",
            paramLabel = "NAME",
            description = "Splits to use (default: those of train, val, valid and test that exist).")
    private List<String> splits = List.of();

    /** Those asked for, else those that the dataset has. */
    List<String> of(DatasetOptions data) throws IOException {
        return splits.isEmpty() ? data.source().splits() : splits;
    }

    /** Names the splits of the dataset that are not among those; returns them. */
    static List<String> tellOthers(DatasetOptions data, List<String> names, PrintWriter out) throws IOException {
        List<String> others = new ArrayList<>(data.source().listed());
        others.removeAll(names);
        if (!others.isEmpty()) {
            out.printf("Not looked at: %s; --splits names them.%n", String.join(", ", others));
        }
        return others;
    }
}

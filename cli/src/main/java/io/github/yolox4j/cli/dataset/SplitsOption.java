package io.github.yolox4j.cli.dataset;

import io.github.yolox4j.cli.option.DatasetOptions;
import java.io.IOException;
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
}

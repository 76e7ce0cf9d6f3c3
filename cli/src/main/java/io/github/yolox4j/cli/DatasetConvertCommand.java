package io.github.yolox4j.cli;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.DatasetFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code yolox4j dataset convert}. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes a dataset, images included, in another format.",
        footerHeading = "%nExample:%n",
        footer = "  yolox4j dataset convert --data data/cells --format voc --to yolo --output data/cells-yolo")
final class DatasetConvertCommand implements Callable<Integer> {

    @Mixin
    private DatasetOptions data;

    @Mixin
    private SplitsOption splits;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description = "voc, coco or yolo.")
    private DatasetFormat target;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "Folder for the copy; must be empty or not exist yet.")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        refuseFull();
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Dataset> datasets = data.read(splits.of(data), out);
        target.write(datasets, output);
        List<String> classes = datasets.values().iterator().next().classes();
        datasets.forEach((split, dataset) ->
                out.printf("%s: %d images with %d boxes.%n", split, dataset.size(), dataset.boxCount()));
        out.printf("%s, as %s, classes %s.%n", output, target, String.join(", ", classes));
        return ExitCode.DONE;
    }

    private void refuseFull() throws IOException {
        if (!Files.exists(output)) {
            return;
        }
        if (!Files.isDirectory(output)) {
            throw new IOException(output + " is no folder");
        }
        try (Stream<Path> entries = Files.list(output)) {
            if (entries.findAny().isPresent()) {
                throw new IOException(output + " is not empty; name another folder or empty it");
            }
        }
    }
}

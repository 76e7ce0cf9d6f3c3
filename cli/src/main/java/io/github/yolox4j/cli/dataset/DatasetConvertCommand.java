package io.github.yolox4j.cli.dataset;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.option.DatasetOptions;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Division;
import io.github.yolox4j.train.data.format.DatasetFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code yolox4j dataset convert}. */
@Command(
        name = "convert",
        sortOptions = false,
        description = "Writes a copy of a dataset, including its images, in another format or with other splits.",
        footerHeading = "%nExample:%n",
        footer = {
            "  yolox4j dataset convert --data data/cells --format voc --to yolo --output data/cells-yolo",
            "  yolox4j dataset convert --data data/all --format voc --divide train=0.8,val=0.2 --to voc --output"
                    + " data/cells"
        })
final class DatasetConvertCommand extends ConsoleCommand {

    @Mixin
    private DatasetOptions data;

    @Mixin
    private SplitsOption splits;

    @Option(names = "--to", required = true, paramLabel = "FORMAT", description = "voc, coco or yolo.")
    private DatasetFormat target;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "Folder for the copy. It must be empty or not exist.")
    private Path output;

    @Option(
            names = "--divide",
            split = ",",
            paramLabel = "SPLIT=SHARE",
            description = "Divides the images randomly among new splits, as in train=0.8,val=0.1,test=0.1. The "
                    + "old splits are ignored.")
    private Map<String, Double> shares = new LinkedHashMap<>();

    @Option(
            names = "--seed",
            defaultValue = "${bundle:run.seed}",
            description = "Random seed of --divide (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    protected int run(PrintWriter out) throws IOException {
        refuseFull();
        List<String> names = splits.of(data);
        Map<String, Dataset> read = data.read(names, out);
        Map<String, Dataset> datasets = shares.isEmpty() ? read : new Division(shares, seed).of(read.values());
        target.write(datasets, output);
        List<String> classes = datasets.values().iterator().next().classes();
        datasets.forEach((split, dataset) ->
                out.printf("%s: %d images with %d boxes.%n", split, dataset.size(), dataset.boxCount()));
        SplitsOption.tellOthers(data, names, out);
        out.printf("Wrote %s in format %s; classes: %s.%n", output, target, String.join(", ", classes));
        return ExitCode.DONE;
    }

    private void refuseFull() throws IOException {
        if (!Files.exists(output)) {
            return;
        }
        if (!Files.isDirectory(output)) {
            throw new IOException(output + " is not a folder");
        }
        try (Stream<Path> entries = Files.list(output)) {
            if (entries.findAny().isPresent()) {
                throw new IOException(output + " is not empty; name another folder or empty it");
            }
        }
    }
}

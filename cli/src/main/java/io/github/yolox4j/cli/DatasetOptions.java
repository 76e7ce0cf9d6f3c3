package io.github.yolox4j.cli;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.DatasetFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where annotated images come from. */
final class DatasetOptions {

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder of the dataset.")
    private Path folder;

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description = "voc (Annotations/, JPEGImages/, ImageSets/Main/), coco (JSON, images/) or yolo (data.yaml).")
    private DatasetFormat format;

    @Option(
            names = "--classes",
            split = ",",
            paramLabel = "NAME",
            description = "Class names in the order of their ids; without it those of the annotations.")
    private List<String> classes;

    Path folder() {
        return folder;
    }

    DatasetFormat format() {
        return format;
    }

    /** The classes asked for, if any. */
    Optional<List<String>> classes() {
        return Optional.ofNullable(classes);
    }

    /** Reads a split with the classes asked for. */
    Dataset read(String split) throws IOException {
        return read(split, Optional.ofNullable(classes));
    }

    /** Reads a split whose classes are known. */
    Dataset read(String split, List<String> known) throws IOException {
        return read(split, Optional.of(known));
    }

    private Dataset read(String split, Optional<List<String>> names) throws IOException {
        Dataset dataset = format.read(folder, split, names);
        if (dataset.size() == 0) {
            throw new IOException(folder + ": split '" + split + "' has no images");
        }
        return dataset;
    }
}

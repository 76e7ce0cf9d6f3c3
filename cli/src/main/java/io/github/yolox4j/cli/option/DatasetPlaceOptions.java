package io.github.yolox4j.cli.option;

import io.github.yolox4j.train.data.coco.CocoFiles;
import io.github.yolox4j.train.data.format.DatasetFormat;
import io.github.yolox4j.train.data.format.DatasetSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where annotated images lie and how they are annotated. */
final class DatasetPlaceOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR|FILE",
            description = "Folder of the dataset, or the file that describes it (NAME.yaml, obj.data, COCO's JSON).")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "voc (XML files), coco (JSON) or yolo (text files with data.yaml, obj.data or classes.txt) "
                    + "(default: found by what lies there).")
    private Optional<DatasetFormat> format = Optional.empty();

    @Option(
            names = "--train-annotations",
            paramLabel = "FILE",
            description = "COCO file of split 'train', in place of --data.")
    private Optional<Path> trainAnnotations = Optional.empty();

    @Option(
            names = "--train-images",
            paramLabel = "DIR",
            description = "Folder of its images (default: looked for around the file).")
    private Optional<Path> trainImages = Optional.empty();

    @Option(
            names = "--val-annotations",
            paramLabel = "FILE",
            description = "COCO file of split 'val', in place of --data.")
    private Optional<Path> validationAnnotations = Optional.empty();

    @Option(
            names = "--val-images",
            paramLabel = "DIR",
            description = "Folder of its images (default: looked for around the file).")
    private Optional<Path> validationImages = Optional.empty();

    private Optional<DatasetSource> source = Optional.empty();

    /** Looked for once. */
    DatasetSource source() throws IOException {
        if (source.isEmpty()) {
            source = Optional.of(find());
        }
        return source.get();
    }

    /** Says which format was found, if it was not given. */
    void tellFormat(PrintWriter out) throws IOException {
        if (format.isEmpty() && data.isPresent()) {
            out.printf("Found %s.%n", source().layout());
        }
    }

    private DatasetSource find() throws IOException {
        Map<String, CocoFiles.Place> files = new LinkedHashMap<>();
        add(files, "train", trainAnnotations, trainImages);
        add(files, "val", validationAnnotations, validationImages);
        if (data.isPresent() == !files.isEmpty()) {
            throw new IllegalArgumentException("give either --data, a dataset's folder or file, or COCO files by "
                    + "--train-annotations and --val-annotations");
        }
        if (!files.isEmpty()) {
            if (format.isPresent() && format.get() != DatasetFormat.COCO) {
                throw new IllegalArgumentException(
                        "--train-annotations and --val-annotations name COCO files, but --format is " + format.get());
            }
            return DatasetSource.of(files);
        }
        return format.isPresent() ? DatasetSource.of(format.get(), data.get()) : DatasetSource.find(data.get());
    }

    private static void add(
            Map<String, CocoFiles.Place> files, String split, Optional<Path> annotations, Optional<Path> images)
            throws IOException {
        if (annotations.isEmpty()) {
            if (images.isPresent()) {
                throw new IllegalArgumentException(
                        "--" + split + "-images needs --" + split + "-annotations, the COCO file");
            }
            return;
        }
        if (images.isPresent() && !Files.isDirectory(images.get())) {
            throw new IOException("--" + split + "-images: no such folder: " + images.get());
        }
        files.put(split, new CocoFiles.Place(annotations.get(), images));
    }
}

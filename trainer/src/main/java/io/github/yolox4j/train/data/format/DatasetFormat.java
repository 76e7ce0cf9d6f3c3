package io.github.yolox4j.train.data.format;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.annotation.AnnotationReader;
import io.github.yolox4j.train.data.coco.CocoFolder;
import io.github.yolox4j.train.data.coco.CocoWriter;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.Policy;
import io.github.yolox4j.train.data.voc.VocReader;
import io.github.yolox4j.train.data.voc.VocWriter;
import io.github.yolox4j.train.data.yolo.YoloReader;
import io.github.yolox4j.train.data.yolo.YoloWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** How annotations are written. */
public enum DatasetFormat {
    /** Pascal VOC: one XML file an image, see {@link VocReader}. */
    VOC(VocReader::new, VocWriter::write),
    /** COCO: one JSON file for all images, see {@link CocoFolder}. */
    COCO(CocoFolder::new, CocoWriter::write, ".json"),
    /** YOLO: one text file an image, see {@link YoloReader}. */
    YOLO(YoloReader::new, YoloWriter::write, ".yaml", ".yml", ".data", ".names", ".txt");

    private interface Writer {
        void write(Map<String, Dataset> splits, Path folder) throws IOException;
    }

    private final BiFunction<Path, Optional<List<String>>, AnnotationReader> reader;
    private final Writer writer;
    private final List<String> endings;

    DatasetFormat(BiFunction<Path, Optional<List<String>>, AnnotationReader> reader, Writer writer, String... endings) {
        this.reader = reader;
        this.writer = writer;
        this.endings = List.of(endings);
    }

    /**
     * Reads a dataset of this format.
     *
     * @param place its folder, or the file that describes it
     * @param classes the class list, by class id; without it that of the annotations
     */
    public AnnotationReader reader(Path place, Optional<List<String>> classes) {
        return reader.apply(place, classes);
    }

    /** Whether a file, by its ending, may describe a dataset of this format. */
    boolean describes(Path file) {
        return endings.stream().anyMatch(file.toString().toLowerCase(Locale.ROOT)::endsWith);
    }

    /**
     * Writes annotations and copies of the images into a folder, to be read again. What a format cannot say is left
     * out: VOC and YOLO have no crowds, COCO and YOLO no difficult objects.
     *
     * @param splits by name, with the same classes
     * @throws IOException if two images would get the same name, or something cannot be written
     */
    public void write(Map<String, Dataset> splits, Path folder) throws IOException {
        writer.write(splits, folder);
    }

    /** The splits of a folder, see {@link DatasetSource#splits}. */
    public List<String> splits(Path folder) throws IOException {
        return DatasetSource.of(this, folder).splits();
    }

    /**
     * Reads the annotations of a split by the usual policy.
     *
     * @param split its name in the dataset, as {@code train}, {@code val} or {@code test}
     * @param classes the class list, by class id; without it that of the annotations
     * @throws IOException if something is missing or wrong; the message is one line saying where and what
     */
    public Dataset read(Path folder, String split, Optional<List<String>> classes) throws IOException {
        return DatasetSource.of(this, folder).read(split, classes, Findings.stopping(Policy.USUAL));
    }

    /** Reads the annotations of a split with the annotations' own class list. */
    public Dataset read(Path folder, String split) throws IOException {
        return read(folder, split, Optional.empty());
    }

    /**
     * The format of this name, upper or lower case.
     *
     * @throws IllegalArgumentException if there is none, listing the valid names
     */
    public static DatasetFormat parse(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown dataset format '" + name + "', valid are "
                        + Arrays.stream(values()).map(DatasetFormat::toString).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

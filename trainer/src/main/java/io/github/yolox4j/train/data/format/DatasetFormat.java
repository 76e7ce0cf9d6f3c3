package io.github.yolox4j.train.data.format;

import io.github.yolox4j.train.data.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** How annotations are laid out in a folder. */
public enum DatasetFormat {
    /** Pascal VOC: one XML file an image, see {@link VocReader}. */
    VOC(VocReader::new, VocWriter::write),
    /** COCO: one JSON file for all images, see {@link CocoFolder}. */
    COCO(CocoFolder::new, CocoWriter::write),
    /** YOLO: one text file an image and {@code data.yaml}, see {@link YoloReader}. */
    YOLO(YoloReader::new, YoloWriter::write);

    static final List<String> USUAL_SPLITS = List.of("train", "val", "valid", "test");

    /** Reads a folder of the format. */
    interface Reader {

        Dataset read(String split, Findings findings) throws IOException;

        /** The splits that the folder lists. */
        List<String> splits() throws IOException;
    }

    private interface Writer {
        void write(Map<String, Dataset> splits, Path folder) throws IOException;
    }

    private final BiFunction<Path, Optional<List<String>>, Reader> reader;
    private final Writer writer;

    DatasetFormat(BiFunction<Path, Optional<List<String>>, Reader> reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /**
     * Reads the annotations of a split, and hands over what is wrong with them.
     *
     * @param split its name in the dataset, as {@code train}, {@code val} or {@code test}
     * @param classes the class list, by class id; without it that of the annotations
     * @throws IOException if the findings throw it, or there is nothing to go on with
     */
    public Dataset read(Path folder, String split, Optional<List<String>> classes, Findings findings)
            throws IOException {
        return reader.apply(folder, classes).read(split, findings);
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

    /**
     * Those of the splits {@code train}, {@code val}, {@code valid} and {@code test} that a folder has; {@code train}
     * where it has none, as it may then be read as a whole.
     *
     * @throws IOException if the folder is not one of this format
     */
    public List<String> splits(Path folder) throws IOException {
        List<String> listed = reader.apply(folder, Optional.empty()).splits();
        List<String> known = USUAL_SPLITS.stream().filter(listed::contains).toList();
        return known.isEmpty() ? USUAL_SPLITS.subList(0, 1) : known;
    }

    /**
     * Reads the annotations of a split.
     *
     * @param split its name in the dataset, as {@code train}, {@code val} or {@code test}
     * @param classes the class list, by class id; without it that of the annotations
     * @throws IOException if something is missing or wrong; the message is one line saying where and what
     */
    public Dataset read(Path folder, String split, Optional<List<String>> classes) throws IOException {
        CountedNotes notes = new CountedNotes();
        Dataset dataset = read(folder, split, classes, notes);
        notes.log(folder + ": split '" + split + "'");
        return dataset;
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

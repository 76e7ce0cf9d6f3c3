package io.github.yolox4j.train.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How annotations are laid out in a folder. */
public enum DatasetFormat {
    /** Pascal VOC: one XML file an image, see {@link VocReader}. */
    VOC {
        @Override
        public Dataset read(Path folder, String split, Optional<List<String>> classes) throws IOException {
            return new VocReader(folder, classes).read(split);
        }
    },
    /** COCO: one JSON file for all images, see {@link CocoReader}. */
    COCO {
        @Override
        public Dataset read(Path folder, String split, Optional<List<String>> classes) throws IOException {
            return CocoReader.of(folder, split, classes).read();
        }
    },
    /** YOLO: one text file an image and {@code data.yaml}, see {@link YoloReader}. */
    YOLO {
        @Override
        public Dataset read(Path folder, String split, Optional<List<String>> classes) throws IOException {
            return new YoloReader(folder, classes).read(split);
        }
    };

    /**
     * Reads the annotations of a split.
     *
     * @param folder of the dataset
     * @param split its name in the dataset, as {@code train}, {@code val} or {@code test}
     * @param classes the class list, by class id; without it that of the annotations
     * @throws IOException if something is missing or wrong; the message is one line saying where and what
     */
    public abstract Dataset read(Path folder, String split, Optional<List<String>> classes) throws IOException;

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

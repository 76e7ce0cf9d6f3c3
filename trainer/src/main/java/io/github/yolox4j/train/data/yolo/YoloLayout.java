package io.github.yolox4j.train.data.yolo;

import io.github.yolox4j.train.data.annotation.Census;
import io.github.yolox4j.train.data.annotation.Folders;
import io.github.yolox4j.train.data.annotation.NoDatasetException;
import io.github.yolox4j.train.data.finding.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What says the classes of a dataset in YOLO's format and where the images of its splits lie. */
sealed interface YoloLayout permits YoloConfig, DarknetConfig, ClassList {

    /** What is looked for, for a message. */
    String EXPECTED = "data.yaml (any NAME.yaml with 'names'), obj.data of darknet, or classes.txt";

    /** The file that says it, for messages. */
    Path file();

    /** By class id. */
    List<String> names();

    /** Those of the usual splits that there are; none if the dataset is in one piece. */
    List<String> splits() throws IOException;

    /** The folders of images, and list files with an image a line, of a split. */
    List<Path> places(String split, Findings findings) throws IOException;

    /** Whether rows may have keypoints after the box, as a dataset for poses says. */
    default boolean hasKeypoints() {
        return false;
    }

    /** A few words. */
    default String description() {
        return String.valueOf(file().getFileName());
    }

    /**
     * The layout that a file says, or what lies in a folder.
     *
     * @param names the classes, for a folder of labels where nothing says them
     * @throws IOException if there is none, or which is meant is not certain
     */
    static YoloLayout find(Path place, Optional<List<String>> names) throws IOException {
        if (Files.isRegularFile(place)) {
            String name = String.valueOf(place.getFileName()).toLowerCase(Locale.ROOT);
            if (name.endsWith(".data")) {
                return DarknetConfig.read(place);
            }
            return name.endsWith(".yaml") || name.endsWith(".yml") ? YoloConfig.read(place) : ClassList.read(place);
        }
        Folders.require(place);
        Optional<YoloLayout> found = inFolder(place);
        if (found.isPresent()) {
            return found.get();
        }
        if (names.isPresent() && ClassList.hasLabels(place)) {
            return new ClassList(place, place, names.get());
        }
        throw new NoDatasetException(place + ": no YOLO dataset, expected " + EXPECTED + "; found " + Census.of(place)
                + ". A data.yaml has three lines, as 'train: images/train', 'val: images/val', 'names: [cat, dog]'");
    }

    private static Optional<YoloLayout> inFolder(Path folder) throws IOException {
        Path usual = folder.resolve("data.yaml");
        if (Files.exists(usual)) {
            return Optional.of(YoloConfig.read(usual));
        }
        List<Path> configs = Folders.files(folder, ".yaml", ".yml").stream()
                .filter(YoloConfig::isOne)
                .toList();
        if (configs.size() > 1) {
            throw new IOException(folder + ": several files could describe the dataset: " + Folders.names(configs)
                    + "; name one, as in --data " + configs.get(0));
        }
        if (configs.size() == 1) {
            return Optional.of(YoloConfig.read(configs.get(0)));
        }
        List<Path> darknet = Folders.files(folder, ".data");
        if (darknet.size() == 1) {
            return Optional.of(DarknetConfig.read(darknet.get(0)));
        }
        return ClassList.find(folder).map(list -> list);
    }
}

package io.github.yolox4j.train.data.format;

import io.github.yolox4j.train.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the splits of COCO in a folder: {@code annotations/instances_SPLIT.json},
 * {@code annotations/instances_SPLIT2017.json}, {@code annotations/SPLIT.json}, {@code SPLIT.json},
 * {@code SPLIT/_annotations.coco.json} or {@code SPLIT/instances.json}; else {@code instances.json} or
 * {@code _annotations.coco.json}, which is then all of every split. Images lie in {@code images/SPLIT},
 * {@code images/SPLIT2017}, {@code SPLIT}, {@code SPLIT2017} or {@code images} of the folder, or next to the file.
 *
 * @param classes as of {@link CocoReader}
 */
public record CocoFolder(Path folder, Optional<List<String>> classes) implements DatasetFormat.Reader {

    private static final Logger LOG = LoggerFactory.getLogger(CocoFolder.class);

    @Override
    public Dataset read(String split, Findings findings) throws IOException {
        Folders.require(folder);
        Path annotations = annotationFile(split);
        List<Path> images = Stream.of(
                        folder.resolve("images").resolve(split),
                        folder.resolve("images").resolve(split + "2017"),
                        folder.resolve(split),
                        folder.resolve(split + "2017"),
                        folder.resolve("images"),
                        annotations.resolveSibling("images"),
                        annotations.toAbsolutePath().getParent())
                .filter(Files::isDirectory)
                .distinct()
                .toList();
        return new CocoReader(annotations, images, classes).read(findings);
    }

    /** The usual splits that have a file of their own. */
    @Override
    public List<String> splits() throws IOException {
        Folders.require(folder);
        return DatasetFormat.USUAL_SPLITS.stream()
                .filter(split -> files(split).stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name))))
                .toList();
    }

    private static List<String> files(String split) {
        return List.of(
                "annotations/instances_" + split + ".json",
                "annotations/instances_" + split + "2017.json",
                "annotations/" + split + ".json",
                split + ".json",
                split + "/_annotations.coco.json",
                split + "/instances.json");
    }

    private Path annotationFile(String split) throws IOException {
        List<String> ofSplit = files(split);
        for (String name : ofSplit) {
            if (Files.isRegularFile(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        List<String> ofAll = List.of("instances.json", "_annotations.coco.json", "annotations/instances.json");
        for (String name : ofAll) {
            if (Files.isRegularFile(folder.resolve(name))) {
                LOG.warn("{}: split '{}' contains all images of {}", folder, split, name);
                return folder.resolve(name);
            }
        }
        throw new IOException(folder + ": no COCO annotations of split '" + split + "', none of " + ofSplit + " and "
                + ofAll + " exists");
    }
}

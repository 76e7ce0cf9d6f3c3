package io.github.yolox4j.train.data.coco;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.annotation.AnnotationReader;
import io.github.yolox4j.train.data.annotation.Splits;
import io.github.yolox4j.train.data.finding.Findings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Annotation files of COCO that were named one by one.
 *
 * @param places the file and the folder of images of each split
 * @param classes as of {@link CocoReader}
 */
public record CocoFiles(Map<String, Place> places, Optional<List<String>> classes) implements AnnotationReader {

    /**
     * Where a split lies.
     *
     * @param images the folder; empty to look around the file
     */
    public record Place(Path annotations, Optional<Path> images) {}

    public CocoFiles {
        places = Map.copyOf(places);
    }

    @Override
    public Dataset read(String split, Findings findings) throws IOException {
        Place place = places.get(Splits.require(split, places.keySet(), "the files named"));
        return place.images().isPresent()
                ? new CocoReader(place.annotations(), List.of(place.images().get()), classes).read(findings)
                : CocoFolder.readFile(place.annotations(), split, classes, findings);
    }

    @Override
    public List<String> splits() {
        return Splits.USUAL.stream().filter(places::containsKey).toList();
    }

    @Override
    public String layout() {
        return String.join(
                ", ",
                splits().stream()
                        .map(split -> places.get(split).annotations().toString())
                        .toList());
    }
}

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

    /** Where a split lies. */
    public record Place(Path annotations, Path images) {}

    public CocoFiles {
        places = Map.copyOf(places);
    }

    @Override
    public Dataset read(String split, Findings findings) throws IOException {
        Place place = places.get(Splits.require(split, places.keySet(), "the files named"));
        return new CocoReader(place.annotations(), List.of(place.images()), classes).read(findings);
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

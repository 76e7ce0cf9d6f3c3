package io.github.yolox4j.train.data.format;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The image files of a dataset that is written elsewhere. */
final class Images {

    private Images() {}

    /** Copies all images into one folder, where they keep their names; two of one name are an error. */
    static void copy(Dataset dataset, Path folder) throws IOException {
        Set<String> names = new HashSet<>();
        for (Sample sample : dataset.samples()) {
            String name = sample.image().getFileName().toString();
            if (!names.add(name)) {
                throw new IOException("two images have the name " + name + "; they would both be written to " + folder);
            }
        }
        for (Sample sample : dataset.samples()) {
            Folders.copy(sample.image(), folder.resolve(sample.image().getFileName()));
        }
    }

    /** Fails if two images would share an annotation file, by their names without endings; one may occur twice. */
    static void requireDistinctStems(Stream<Sample> samples, Path folder) throws IOException {
        Map<String, Path> imageOfStem = new HashMap<>();
        for (Sample sample : samples.toList()) {
            Path other = imageOfStem.putIfAbsent(Folders.stem(sample.image()), sample.image());
            if (other != null && !other.equals(sample.image())) {
                throw new IOException(other + " and " + sample.image()
                        + " have the same name apart from folder and extension; they would both be written " + "to "
                        + folder);
            }
        }
    }
}

package io.github.yolox4j.train.data.annotation;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Copies of a dataset's images, for those who write it in another form. */
public final class ImageCopies {

    private ImageCopies() {}

    /** Copies a file unless it already lies there; missing folders are made. */
    private static void copy(Path source, Path target) throws IOException {
        if (Files.exists(target) && Files.isSameFile(source, target)) {
            return;
        }
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Copies all images into one folder, where they keep their names; two of one name are an error. */
    public static void copyImages(Dataset dataset, Path folder) throws IOException {
        Set<String> names = new HashSet<>();
        for (Sample sample : dataset.samples()) {
            String name = sample.image().getFileName().toString();
            if (!names.add(name)) {
                throw new IOException("two images have the name " + name + "; they would both be written to " + folder);
            }
        }
        for (Sample sample : dataset.samples()) {
            copy(sample.image(), folder.resolve(sample.image().getFileName()));
        }
    }

    /** Fails if two images would share an annotation file, by their names without endings; one may occur twice. */
    public static void requireDistinctStems(Stream<Sample> samples, Path folder) throws IOException {
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

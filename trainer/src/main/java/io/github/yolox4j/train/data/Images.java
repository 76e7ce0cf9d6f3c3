package io.github.yolox4j.train.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The image files of a dataset that is written elsewhere. */
final class Images {

    private Images() {}

    /**
     * Copies all images into one folder, where they keep their names.
     *
     * @throws IOException if two have the same name, or one cannot be copied
     */
    static void copy(Dataset dataset, Path folder) throws IOException {
        Set<String> names = new HashSet<>();
        for (Sample sample : dataset.samples()) {
            String name = sample.image().getFileName().toString();
            if (!names.add(name)) {
                throw new IOException("two images are named " + name + ", they cannot both be written to " + folder);
            }
        }
        for (Sample sample : dataset.samples()) {
            Folders.copy(sample.image(), folder.resolve(sample.image().getFileName()));
        }
    }
}

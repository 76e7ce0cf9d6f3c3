package io.github.yolox4j.train.data.cache;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import java.io.IOException;
import java.nio.file.Path;

/** Decodes every time. */
enum NoCache implements ImageCache {
    NONE;

    @Override
    public BgrImage read(Path file) throws IOException {
        return ImageFiles.read(file);
    }

    @Override
    public String toString() {
        return "none";
    }
}

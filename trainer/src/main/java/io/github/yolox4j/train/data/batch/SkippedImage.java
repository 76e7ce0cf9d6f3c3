package io.github.yolox4j.train.data.batch;

import java.nio.file.Path;

/**
 * An image that was passed over.
 *
 * @param image where it lies, or lay
 * @param reason one line that names it
 */
public record SkippedImage(Path image, String reason) {}

/**
 * Decoded images that are kept, so that not every epoch decodes all of them: {@link
 * io.github.yolox4j.train.data.cache.ImageCache}, in memory or on disk. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.data.cache;

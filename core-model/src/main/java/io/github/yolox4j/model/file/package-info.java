/**
 * Contents of files: what tells them apart ({@link io.github.yolox4j.model.file.Sha256}) and archives of them ({@link
 * io.github.yolox4j.model.file.UncompressedZip}). No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.model.file;

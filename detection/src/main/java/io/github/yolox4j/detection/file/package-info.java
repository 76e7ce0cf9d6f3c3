/**
 * Files that are never half written: {@link io.github.yolox4j.detection.file.WholeFile}. No parameter or result is ever
 * {@code null}.
 */
package io.github.yolox4j.detection.file;

/**
 * Files that are never half written: {@link io.github.yolox4j.model.file.WholeFile}; and what tells contents apart: {@link
 * io.github.yolox4j.model.file.Sha256}. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.model.file;

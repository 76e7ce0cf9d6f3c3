/**
 * Files that commands read and write beside weights and datasets: folders of images, JSON, CSV. Nothing is ever
 * {@code null}.
 */
package io.github.yolox4j.cli.file;

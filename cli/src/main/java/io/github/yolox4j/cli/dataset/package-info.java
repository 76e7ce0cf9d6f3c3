/**
 * {@code dataset}: checks, shows and converts annotated images. Nothing is ever {@code null} unless picocli sets it.
 */
package io.github.yolox4j.cli.dataset;

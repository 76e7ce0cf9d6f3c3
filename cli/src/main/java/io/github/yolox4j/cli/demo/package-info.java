/**
 * {@code demo}: the whole workflow on images that it draws itself. Nothing is ever {@code null} unless picocli sets it.
 */
package io.github.yolox4j.cli.demo;

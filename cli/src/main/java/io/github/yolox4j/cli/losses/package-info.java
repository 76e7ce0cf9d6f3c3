/**
 * {@code losses}: lists, describes and plots the losses. Nothing is ever {@code null} unless picocli sets it.
 */
package io.github.yolox4j.cli.losses;

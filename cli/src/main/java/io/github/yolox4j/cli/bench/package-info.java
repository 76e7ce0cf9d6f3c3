/**
 * {@code bench}: how long a training step and a detection take on this machine. Nothing is ever {@code null}.
 */
package io.github.yolox4j.cli.bench;

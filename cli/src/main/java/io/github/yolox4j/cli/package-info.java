/**
 * The {@code yolox4j} command: {@link io.github.yolox4j.cli.Main} puts the subcommands together. Each is one class that
 * parses its options, calls the library and prints; those of a subject, and options that only they have, stand in a
 * package below. No parameter or result is ever {@code null} unless picocli sets it.
 */
package io.github.yolox4j.cli;

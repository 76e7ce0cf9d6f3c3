/**
 * What stands on the console beside results: exit codes, progress, the version. Nothing is ever
 * {@code null}.
 */
package io.github.yolox4j.cli.console;

/**
 * The {@code yolox4j} command: {@link io.github.yolox4j.cli.Main}, and one class per subcommand that parses its options, calls
 * the library and prints; what they share stands in the packages below. No parameter or result is ever {@code null} unless picocli sets it.
 */
package io.github.yolox4j.cli;

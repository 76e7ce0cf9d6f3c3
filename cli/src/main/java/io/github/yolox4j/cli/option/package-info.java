/**
 * Options that commands of several subjects have, as picocli's mixins, with the converters of their values. {@link
 * io.github.yolox4j.cli.option.ConfigFile} takes them from a YAML file; {@link io.github.yolox4j.cli.option.Defaults}
 * has the library's defaults. Fields are {@code null} only until picocli sets them. Nothing else is ever {@code null}.
 */
package io.github.yolox4j.cli.option;

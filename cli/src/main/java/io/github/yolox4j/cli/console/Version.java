package io.github.yolox4j.cli.console;

import io.github.yolox4j.export.OnnxExporter;
import picocli.CommandLine.IVersionProvider;

/** Prints the version of the library and of Java. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"yolox4j " + OnnxExporter.version() + ", Java " + Runtime.version()};
    }
}

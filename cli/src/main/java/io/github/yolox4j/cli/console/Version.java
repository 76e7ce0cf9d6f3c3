package io.github.yolox4j.cli.console;

import io.github.yolox4j.detection.metadata.ProjectVersion;
import picocli.CommandLine.IVersionProvider;

/** Prints the version of the library and of Java. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"yolox4j " + ProjectVersion.current() + ", Java " + Runtime.version()};
    }
}

package io.github.yolox4j.detection.metadata;

import java.util.Optional;

/** The version of this project, as files and the command line state it. */
public final class ProjectVersion {

    private ProjectVersion() {}

    /** The version of the jar, or {@code development} if the classes come from a folder. */
    public static String current() {
        return Optional.ofNullable(ProjectVersion.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}

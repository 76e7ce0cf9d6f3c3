package io.github.yolox4j.cli.doctor;

import io.github.yolox4j.runtime.StepCache;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where training steps are kept for the next run: {@value #VARIABLE} names a folder, or {@value #NONE}. Where it is not
 * set, they are in the user's folder for such things, {@code ~/.cache/yolox4j/steps}.
 */
public final class KeptSteps {

    /** The environment variable. */
    public static final String VARIABLE = "YOLOX4J_STEP_CACHE";

    private static final String NONE = "none";

    private KeptSteps() {}

    /** The cache that the environment of this process asks for. */
    public static StepCache cache() {
        return cache(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    static StepCache cache(Map<String, String> environment, Path home) {
        String asked = environment.getOrDefault(VARIABLE, "");
        if (asked.equals(NONE)) {
            return StepCache.none();
        }
        return StepCache.in(asked.isEmpty() ? caches(environment, home).resolve("yolox4j/steps") : Path.of(asked));
    }

    private static Path caches(Map<String, String> environment, Path home) {
        String folder = environment.getOrDefault("XDG_CACHE_HOME", "");
        return folder.isEmpty() ? home.resolve(".cache") : Path.of(folder);
    }
}

package io.github.yolox4j.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeptStepsTest {

    private static final Path HOME = Path.of("home");

    @Test
    void are_in_the_folder_that_the_environment_names() {
        assertThat(KeptSteps.cache(Map.of(KeptSteps.VARIABLE, "there"), HOME).folder())
                .contains(Path.of("there"));
    }

    @Test
    void are_nowhere_if_it_says_so() {
        assertThat(KeptSteps.cache(Map.of(KeptSteps.VARIABLE, "none"), HOME).folder())
                .isEmpty();
    }

    @Test
    void are_else_in_the_folder_of_the_users_caches() {
        assertThat(KeptSteps.cache(Map.of(), HOME).folder()).contains(Path.of("home/.cache/yolox4j/steps"));
        assertThat(KeptSteps.cache(Map.of("XDG_CACHE_HOME", "caches"), HOME).folder())
                .contains(Path.of("caches/yolox4j/steps"));
    }
}

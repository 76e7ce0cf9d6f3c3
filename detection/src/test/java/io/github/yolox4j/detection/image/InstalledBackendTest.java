package io.github.yolox4j.detection.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstalledBackendTest {

    private static final List<ImageBackend> BOTH = List.of(Backends.OPENCV, Backends.JAVA);

    @Test
    void without_a_name_the_first_one_is_used() {
        assertThat(InstalledBackend.chosen(BOTH, Optional.empty())).isSameAs(Backends.OPENCV);
        assertThat(InstalledBackend.chosen(List.of(Backends.JAVA), Optional.empty()))
                .isSameAs(Backends.JAVA);
    }

    @Test
    void a_name_chooses() {
        assertThat(InstalledBackend.chosen(BOTH, Optional.of("java"))).isSameAs(Backends.JAVA);
        assertThat(InstalledBackend.chosen(BOTH, Optional.of("opencv"))).isSameAs(Backends.OPENCV);
    }

    @Test
    void an_unknown_name_is_refused_and_the_available_ones_are_listed() {
        assertThatThrownBy(() -> InstalledBackend.chosen(BOTH, Optional.of("libvips")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("system property yolox4j.images: expected opencv or java, got libvips");
        assertThatThrownBy(() -> InstalledBackend.chosen(List.of(Backends.JAVA), Optional.of("opencv")))
                .hasMessage("system property yolox4j.images: expected java, got opencv");
    }

    @Test
    void opencv_on_the_class_path_comes_first() {
        assertThat(Backends.OPENCV.isAvailable()).isTrue();
        assertThat(ImageBackend.installed().name()).isEqualTo("opencv");
        assertThat(ImageFiles.decoder()).isEqualTo(Backends.OPENCV.version()).startsWith("OpenCV 4.");
    }
}

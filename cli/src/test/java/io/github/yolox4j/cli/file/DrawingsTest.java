package io.github.yolox4j.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawingsTest {

    @TempDir
    private Path folder;

    private Path image;

    @BeforeEach
    void image() throws IOException {
        image = Files.createFile(Files.createDirectory(folder.resolve("photos")).resolve("a.png"));
    }

    @Test
    void go_under_the_image_s_name_into_a_folder_that_is_made() throws IOException {
        Drawings drawings = Drawings.of(folder.resolve("out/drawn"), List.of(image));
        assertThat(drawings.of(image)).isEqualTo(folder.resolve("out/drawn/a.png"));
        assertThat(folder.resolve("out/drawn")).isDirectory();
    }

    @Test
    void never_replace_an_image_by_whatever_path_it_is_reached() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("photos"));
        for (Path same : List.of(image.getParent(), link, folder.resolve("photos/../photos"))) {
            assertThatThrownBy(() -> Drawings.of(same, List.of(image)))
                    .isInstanceOf(IOException.class)
                    .hasMessage(same.resolve("a.png") + " is an input and would be overwritten; choose another output");
        }
    }

    @Test
    void of_two_images_of_one_name_are_refused() throws IOException {
        Path other =
                Files.createFile(Files.createDirectory(folder.resolve("more")).resolve("a.png"));
        Path out = folder.resolve("out");
        assertThatThrownBy(() -> Drawings.of(out, List.of(image, other)))
                .hasMessage(image + " and " + other + " have the same name; their drawings would both be "
                        + out.resolve("a.png"));
        assertThat(out).doesNotExist();
    }
}

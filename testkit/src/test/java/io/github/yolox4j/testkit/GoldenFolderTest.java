package io.github.yolox4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenFolderTest {

    @TempDir
    private Path folder;

    @Test
    void shipped_folders_hold_the_counts_of_their_manifests() {
        assertThat(GoldenFolder.shipped("losses").cases()).hasSize(197);
        assertThat(GoldenFolder.shipped("formulas").cases()).hasSize(134);
        assertThat(GoldenFolder.shipped("detector").cases()).hasSize(22);
        assertThat(GoldenFolder.shipped("coco").cases()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"losses", "formulas"})
    void every_array_of_the_losses_can_be_read(String suite) throws IOException {
        for (GoldenCase golden : GoldenFolder.shipped(suite).cases()) {
            assertThat(golden.arrays().keys()).as(golden.name()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.npz", "a/../../secret.npz", "/etc/passwd", "../golden-secret/x.npz"})
    void a_path_out_of_the_folder_is_refused(String path) throws IOException {
        GoldenCase golden = open("{\"cases\": [{\"name\": \"x\", \"kind\": \"y\", \"file\": \"" + path + "\"}]}")
                .cases()
                .get(0);
        assertThatThrownBy(golden::arrays).isInstanceOf(IOException.class).hasMessageContaining("outside the folder");
        assertThatThrownBy(golden::json).isInstanceOf(IOException.class).hasMessageContaining("outside the folder");
    }

    @Test
    void a_manifest_without_a_version_is_of_the_first() throws IOException {
        assertThat(open("{\"cases\": []}").cases()).isEmpty();
        assertThat(open("{\"format\": 1, \"cases\": []}").cases()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "0", "1.5", "\"1\"", "null", "[1]", "4294967297"})
    void another_version_is_refused(String version) {
        assertThatThrownBy(() -> open("{\"format\": " + version + ", \"cases\": []}"))
                .isInstanceOf(IOException.class)
                .hasMessage(folder + "/manifest.json: format must be 1, is " + version);
    }

    @Test
    void a_manifest_that_says_something_twice_is_refused() {
        assertThatThrownBy(() -> open("{\"cases\": [{\"name\": \"x\", \"name\": \"y\"}]}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("manifest.json: not JSON, line 1: Duplicate field 'name'");
        String one = "{\"name\": \"x\", \"kind\": \"y\", \"file\": \"z.npz\"}";
        assertThatThrownBy(() -> open("{\"cases\": [" + one + ", " + one + "]}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("manifest.json: case 1 has the name of another: 'x'");
        assertThatThrownBy(() -> open("{\"cases\": []} {\"cases\": []}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("manifest.json: not JSON");
    }

    @Test
    void a_manifest_too_large_or_too_deep_is_refused() {
        assertThatThrownBy(() -> open(" ".repeat((1 << 24) + 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("file 'manifest.json' has 16777217 bytes, more than 16777216");
        assertThatThrownBy(() -> open("[".repeat(1 << 20)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("manifest.json: not JSON");
    }

    private GoldenFolder open(String manifest) throws IOException {
        Files.writeString(folder.resolve("manifest.json"), manifest);
        return GoldenFolder.open(folder);
    }
}

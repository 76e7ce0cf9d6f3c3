package io.github.yolox4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenFolderTest {

    @Test
    void shipped_folders_hold_the_counts_of_their_manifests() {
        assertThat(GoldenFolder.shipped("losses").cases()).hasSize(197);
        assertThat(GoldenFolder.shipped("detector").cases()).hasSize(22);
        assertThat(GoldenFolder.shipped("coco").cases()).hasSize(4);
    }

    @Test
    void every_array_of_the_losses_can_be_read() throws IOException {
        for (GoldenCase golden : GoldenFolder.shipped("losses").cases()) {
            assertThat(golden.arrays().keys()).as(golden.name()).isNotEmpty();
        }
    }

    @Test
    void a_path_out_of_the_folder_is_refused(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("manifest.json"),
                "{\"format\": 1, \"cases\": [{\"name\": \"x\", \"kind\": \"y\", \"file\": \"../secret.npz\"}]}");
        GoldenCase golden = GoldenFolder.open(folder).cases().get(0);
        assertThatThrownBy(golden::arrays).isInstanceOf(IOException.class).hasMessageContaining("outside the folder");
    }

    @Test
    void a_declared_size_larger_than_the_file_is_refused() throws IOException {
        byte[] file = npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000, 1000000000), }", 16);
        assertThatThrownBy(() -> NpyArray.parse("bomb", file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bomb")
                .hasMessageContaining("needs more than the file's 16 bytes");
    }

    private static byte[] npy(String header, int dataBytes) {
        byte[] file = new byte[10 + header.length() + dataBytes];
        byte[] start = {
            (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), (byte) (header.length() >> 8)
        };
        System.arraycopy(start, 0, file, 0, 10);
        System.arraycopy(header.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, file, 10, header.length());
        return file;
    }
}

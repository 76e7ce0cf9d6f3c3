package io.github.yolox4j.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteProductsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "processor : 0;flags : fpu sse avx2 avx512f avx512_vnni | PRESENT",
                "processor : 0;flags : fpu sse avx2 avx_vnni | PRESENT",
                "processor : 0;flags : fpu sse avx2 avx512f | MISSING",
                "processor : 0;Features : fp asimd asimddp | PRESENT",
                "processor : 0;Features : fp asimd | MISSING",
                "processor : 0 | UNKNOWN"
            })
    void are_read_from_what_linux_says(String lines, ByteProducts expected) throws IOException {
        Path file = folder.resolve("cpuinfo");
        Files.writeString(file, lines.replace(';', '\n'));

        assertThat(ByteProducts.of(file)).isEqualTo(expected);
        assertThat(ByteProducts.of(folder.resolve("none"))).isEqualTo(ByteProducts.UNKNOWN);
    }
}

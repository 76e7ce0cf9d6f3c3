package io.github.yolox4j.train.data.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Fixtures;
import io.github.yolox4j.train.data.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedImagesTest {

    @TempDir
    private Path folder;

    @Test
    void equal_bytes_under_any_name_are_found_and_equal_lengths_are_not_enough() throws IOException {
        Path one = folder.resolve("a.bmp");
        Path copy = folder.resolve("copy.bmp");
        Path other = folder.resolve("b.bmp");
        Path cropped = folder.resolve("c.bmp");
        Files.write(one, Fixtures.noise(60, 50, 1).pixels());
        Files.write(other, Fixtures.noise(60, 50, 2).pixels());
        Files.copy(one, copy);
        byte[] sameEnd = Files.readAllBytes(one);
        sameEnd[100]++;
        Files.write(cropped, sameEnd);
        assertThat(Files.size(one)).isEqualTo(Files.size(other)).isGreaterThan(4096);

        Map<Path, Path> shared =
                SharedImages.of(dataset(one), dataset(copy, other, cropped, one, folder.resolve("no")));

        assertThat(shared).containsOnly(Map.entry(copy, one), Map.entry(one, one));
    }

    private static Dataset dataset(Path... images) {
        return Dataset.of(
                List.of("cat"),
                Stream.of(images)
                        .map(image -> new Sample(image.toString(), image, 60, 50, List.of()))
                        .toList());
    }
}

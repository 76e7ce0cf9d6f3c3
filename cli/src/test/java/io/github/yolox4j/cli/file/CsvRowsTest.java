package io.github.yolox4j.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRowsTest {

    @Test
    void fields_that_would_be_misread_are_quoted(@TempDir Path folder) throws IOException {
        CsvRows rows = new CsvRows("image", "class", "score");
        rows.add("a, b.jpg", "6\" pipe", 0.5);
        rows.add("two\nlines", "plain", 1);
        Path file = folder.resolve("rows.csv");

        rows.write(file);

        assertThat(Files.readString(file))
                .isEqualTo("image,class,score\r\n\"a, b.jpg\",\"6\"\" pipe\",0.5\r\n\"two\nlines\",plain,1\r\n");
    }
}

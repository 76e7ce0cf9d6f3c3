package io.github.yolox4j.train.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardLogTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_250L);

    @TempDir
    private Path folder;

    @Test
    void an_independent_reader_finds_every_scalar_at_its_step() throws IOException {
        try (TensorBoardLog log = log(NOW)) {
            Told.start(log);
            Told.epoch(log, 0, 5);
        }

        List<Events.Event> events = Events.read(only());

        assertThat(events).hasSize(4);
        assertThat(events.get(0).version()).isEqualTo("brain.Event:2");
        assertThat(events).allSatisfy(event -> assertThat(event.wallTime()).isEqualTo(1_700_000_000.25));
        assertThat(events.get(1).scalars())
                .containsEntry("train/loss", 5f)
                .containsEntry("train/objectness", 2f)
                .containsEntry("train/learning_rate", 0.01f)
                .containsEntry("train/positives", 40f);
        assertThat(events.get(2).step()).isEqualTo(1);
        assertThat(events.get(2).scalars()).containsEntry("train/loss", 6f);
        assertThat(events.get(3).step()).isEqualTo(1);
        assertThat(events.get(3).scalars())
                .containsEntry("val/AP", 0.5f)
                .containsEntry("class_AP/cat", 0.5f)
                .doesNotContainKeys("val/APsmall", "class_AP/dog"); // means over nothing
    }

    @Test
    void a_resumed_run_starts_a_file_that_takes_over_from_its_first_step() throws IOException {
        try (TensorBoardLog log = log(NOW)) {
            Told.start(log);
            Told.epoch(log, 0, 5);
            Told.epoch(log, 1, 4);
        }
        try (TensorBoardLog log = log(NOW.plusSeconds(9))) {
            Told.start(log);
            Told.epoch(log, 1, 4);
        }

        List<Path> files = files();
        assertThat(files).hasSize(2);
        assertThat(Events.read(files.get(0))).noneMatch(Events.Event::isStart);
        List<Events.Event> second = Events.read(files.get(1));
        assertThat(second.get(1).isStart()).isTrue();
        assertThat(second.get(1).step()).isEqualTo(2);
        assertThat(second.get(2).step()).isEqualTo(2);
    }

    /** The check value of CRC-32C: that of the nine digits is e3069283. */
    @Test
    void the_reader_of_this_test_has_the_right_checksum() {
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertThat(Events.masked(digits)).isEqualTo(Integer.rotateRight(0xe3069283, 15) + 0xa282ead8);
    }

    private TensorBoardLog log(Instant now) {
        return new TensorBoardLog(folder, Told.CLASSES, Clock.fixed(now, ZoneOffset.UTC));
    }

    private Path only() throws IOException {
        assertThat(files()).hasSize(1);
        return files().get(0);
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}

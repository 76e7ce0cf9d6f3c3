package io.github.yolox4j.train.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesLogTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("metrics.jsonl");
    }

    @Test
    void every_epoch_and_every_evaluation_is_a_line() throws IOException {
        run(0, 2);

        List<JsonNode> lines = lines();
        assertThat(lines)
                .extracting(line -> line.get("event").textValue())
                .containsExactly("epoch", "evaluation", "epoch", "evaluation");
        assertThat(lines.get(2).get("epoch").intValue()).isEqualTo(1);
        assertThat(lines.get(2).get("iteration").intValue()).isEqualTo(3);
        assertThat(lines.get(2).get("loss").doubleValue()).isEqualTo(4.5); // the mean of 4 and 5
        assertThat(lines.get(1).get("AP75").doubleValue()).isEqualTo(0.25);
        assertThat(lines.get(1).get("APsmall").isNull()).isTrue();
        assertThat(lines.get(1).get("class_AP").get("cat").doubleValue()).isEqualTo(0.5);
        assertThat(lines.get(1).get("best").booleanValue()).isTrue();
    }

    @Test
    void a_resumed_run_writes_its_epochs_anew_whatever_the_last_line_looks_like() throws IOException {
        run(0, 3);
        String whole = Files.readString(file);
        Files.writeString(file, "{\"event\":\"ep", StandardOpenOption.APPEND);

        run(1, 3);

        assertThat(Files.readString(file)).isEqualTo(whole);
    }

    @Test
    void a_damaged_line_in_the_middle_is_named() throws IOException {
        run(0, 1);
        Files.writeString(file, "nonsense\n{\"epoch\":0}\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> run(1, 2)).hasMessageContaining("metrics.jsonl, line 3: not JSON");
    }

    private void run(int from, int to) {
        JsonLinesLog log = new JsonLinesLog(file, Told.CLASSES);
        Told.start(log);
        for (int epoch = from; epoch < to; epoch++) {
            Told.epoch(log, epoch, 5 - epoch);
        }
    }

    private List<JsonNode> lines() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(json.readTree(line));
        }
        return lines;
    }
}

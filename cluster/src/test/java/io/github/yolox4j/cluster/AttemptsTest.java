package io.github.yolox4j.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptsTest {

    @TempDir
    private Path folder;

    private final List<List<String>> started = new ArrayList<>();

    private int attempts(int most, String... outcomes) throws IOException {
        TrainingArguments arguments =
                new TrainingArguments(List.of("train", "--data", "images", "--output=" + folder, "--epochs", "3"));
        return new Attempts(most).of(arguments, Map.of(), words -> {
            String outcome = outcomes[started.size()];
            started.add(words);
            if (!outcome.isEmpty()) {
                throw new SparkException("Job aborted due to stage failure. " + FailedRank.class.getName() + ": "
                        + outcome + "\n\tat somewhere");
            }
            return "";
        });
    }

    @Test
    void what_fails_before_the_first_checkpoint_begins_again() throws IOException {
        assertThat(attempts(3, "rank 1: a disk is full", "")).isZero();
        assertThat(started).hasSize(2);
        assertThat(started.get(1)).isEqualTo(started.get(0));
    }

    @Test
    void what_fails_later_goes_on_from_the_checkpoint() throws IOException {
        Files.createFile(folder.resolve("train.yaml"));
        Files.createFile(folder.resolve("last.ckpt"));
        assertThat(attempts(3, "rank 1: a disk is full", "")).isZero();
        assertThat(started.get(1)).containsExactly("train", "--resume", folder.toString(), "--data", "images");
    }

    @Test
    void the_last_attempt_is_the_last() throws IOException {
        assertThat(attempts(2, "one", "two", "three")).isEqualTo(1);
        assertThat(started).hasSize(2);
    }

    @Test
    void what_was_refused_is_not_tried_again() throws IOException {
        assertThat(attempts(3, "refused: rank 0: no such folder")).isEqualTo(2);
        assertThat(started).hasSize(1);
    }

    @Test
    void a_cause_is_what_a_rank_says_or_else_what_spark_says() {
        String rank = FailedRank.class.getName() + ": rank 1: rank 0 (alpha:7001) failed first: its process has ended";
        assertThat(FailedRank.causeOf(new SparkException("Job aborted.\n" + rank + "\n\tat somewhere")))
                .isEqualTo("rank 1: rank 0 (alpha:7001) failed first: its process has ended");
        assertThat(FailedRank.causeOf(new SparkException(
                        "Job aborted: a task failed.\nExecutorLostFailure: code 137\n\nDriver stacktrace:\n\tat x")))
                .isEqualTo("Job aborted: a task failed. ExecutorLostFailure: code 137");
    }

    @Test
    void options_are_found_and_replaced_in_both_forms() {
        TrainingArguments arguments = new TrainingArguments(List.of("train", "--data=a", "--output", "b"));
        assertThat(arguments.value("--data")).contains("a");
        assertThat(arguments.value("--output")).contains("b");
        assertThat(arguments.value("--weights")).isEmpty();
        assertThat(arguments
                        .with("--data", "c")
                        .with("--output", "d")
                        .with("--threads", "2")
                        .words())
                .containsExactly("train", "--data", "c", "--output", "d", "--threads", "2");
    }
}

package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The suites inside the application, with every report of them. */
class VerifyShippedTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"losses, losses, 197", "formulas, formulas, 134", "coco, coco, 4"})
    void every_case_is_run_and_passes(String command, String suite, int cases) throws IOException {
        assertAllPass(command, suite, cases);
    }

    @Test
    @Tag("slow")
    void every_case_of_the_model_is_run_and_passes() throws IOException {
        assertAllPass("model", "detector", 22);
    }

    private void assertAllPass(String command, String suite, int cases) throws IOException {
        Path json = folder.resolve("report.json");
        Path junit = folder.resolve("report.xml");
        Path html = folder.resolve("report.html");

        CommandRun run = CommandRun.of("verify", command, "--json", json, "--junit", junit, "--html", html);

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        String totals = suite + ": " + cases + " cases, " + cases + " passed, 0 failed, 0 not supported yet";
        assertThat(run.out()).endsWith(totals + System.lineSeparator());
        assertThat(run.out().lines().filter(line -> line.startsWith("passed "))).hasSize(cases);
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.at("/facts/command").textValue()).startsWith("yolox4j verify " + command);
        List<String> names = new ArrayList<>();
        report.get("cases").forEach(result -> names.add(result.get("name").textValue()));
        assertThat(names)
                .isEqualTo(GoldenFolder.shipped(suite).cases().stream()
                        .map(GoldenCase::name)
                        .toList());
        assertThat(Files.readString(junit))
                .contains("<testsuite name=\"" + suite + "\" tests=\"" + cases + "\" failures=\"0\"");
        assertThat(Files.readString(html)).contains("Passed: every check holds", names.get(cases - 1));
    }

    @Test
    void reports_that_cannot_be_written_are_refused_before_the_work() {
        CommandRun nowhere = CommandRun.of("verify", "coco", "--html", folder.resolve("nowhere/report.html"));
        assertThat(nowhere.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(nowhere.err()).contains("report.html: there is no folder " + folder.resolve("nowhere"));
        assertThat(nowhere.out()).isEmpty();

        Path one = folder.resolve("one");
        CommandRun twice = CommandRun.of("verify", "coco", "--html", one, "--json", one);
        assertThat(twice.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(twice.err()).contains("two reports have the same output file: " + one);
        assertThat(one).doesNotExist();
    }
}

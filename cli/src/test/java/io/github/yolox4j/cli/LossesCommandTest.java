package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.report.LossTable;
import io.github.yolox4j.losses.LossEntry;
import io.github.yolox4j.losses.box.BoxLosses;
import io.github.yolox4j.losses.score.ScoreLosses;
import io.github.yolox4j.testkit.check.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossesCommandTest {

    @TempDir
    private Path folder;

    @Test
    void list_and_show_know_every_loss() {
        CommandRun list = CommandRun.of("losses", "list");
        assertThat(list.code()).isZero();
        for (LossEntry entry : BoxLosses.REGISTRY.entries()) {
            assertThat(list.out()).contains(entry.expression(), entry.formula());
        }
        for (LossEntry entry : ScoreLosses.REGISTRY.entries()) {
            CommandRun show = CommandRun.of("losses", "show", entry.name());
            assertThat(show.code()).as(show.err()).isZero();
            assertThat(show.out()).contains(entry.expression(), entry.reference());
        }
    }

    @Test
    void an_unknown_loss_is_refused_with_the_valid_names() {
        CommandRun show = CommandRun.of("losses", "show", "quiou");
        assertThat(show.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(show.err()).contains("quiou", "ciou", "focal");
    }

    @Test
    void plot_writes_a_picture() throws IOException {
        Path picture = folder.resolve("losses.png");
        CommandRun plot = CommandRun.of("losses", "plot", "--output", picture, "giou", "ciou");
        assertThat(plot.code()).as(plot.err()).isZero();
        assertThat(ImageIO.read(picture.toFile()).getWidth()).isGreaterThan(1000);
    }

    @Test
    void the_page_of_losses_is_what_the_code_says() throws IOException {
        LossTable table = LossTable.measured();
        assertThat(table.verdicts().values())
                .allSatisfy(suite -> assertThat(suite.values()).isNotEmpty().containsOnly(Verdict.PASSED));
        assertThat(table.markdown()).doesNotContain("| none | none |");
        assertThat(Files.readString(Path.of("../docs/losses.md")))
                .as("docs/losses.md; write it again with: ./yolox4j losses list --markdown > docs/losses.md")
                .isEqualTo(table.markdown());
    }
}

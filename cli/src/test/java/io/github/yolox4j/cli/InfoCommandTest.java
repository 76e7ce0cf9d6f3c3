package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.model.YoloxConfig;
import org.junit.jupiter.api.Test;

class InfoCommandTest {

    @Test
    void all_sizes_are_listed_at_their_own_input() {
        CommandRun info = CommandRun.of("info");

        assertThat(info.code()).as(info.err()).isZero();
        for (YoloxConfig.Size size : YoloxConfig.Size.values()) {
            assertThat(info.out()).containsPattern("(?m)^" + size.lowerName() + " +" + size.side() + "x");
        }
        assertThat(info.out())
                .containsPattern("nano +416x416 +912,159 +1\\.08")
                .containsPattern("yolov3 +640x640 +63,724,767 +185\\.27");
    }

    @Test
    void one_network_is_listed_layer_by_layer() {
        CommandRun info = CommandRun.of("info", "--size", "nano", "--class-count", 3, "--input", "96x160", "--layers");

        assertThat(info.code()).as(info.err()).isZero();
        assertThat(info.out())
                .containsPattern("nano +96x160 +897,144 ")
                .containsPattern("backbone\\.backbone\\.stem\\.conv +conv 3x3, batch-norm, SiLU +16 x 48 x 80 +1,760 ")
                .containsPattern("head\\.cls_preds\\.0 +conv 1x1, bias +3 x 12 x 20 +195 ")
                .contains("With 3 classes")
                .doesNotContain("yolov3");
    }

    @Test
    void an_unknown_size_an_odd_input_and_no_class_are_refused() {
        assertThat(CommandRun.of("info", "--size", "xxl").err()).contains("'xxl'", "nano, tiny, s, m, l, x, yolov3");
        assertThat(CommandRun.of("info", "--input", "100").err()).contains("multiples of 32", "100 x 100");
        CommandRun none = CommandRun.of("info", "--class-count", 0);
        assertThat(none.err()).contains("classes must be at least 1, got 0");
        assertThat(none.code()).isEqualTo(ExitCode.WRONG_INPUT);
    }
}

package io.github.yolox4j.losses.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreLossesTest {

    @Test
    void every_name_is_parsed_to_a_loss_of_that_name() {
        assertThat(ScoreLosses.REGISTRY.names())
                .containsExactly(
                        "bce",
                        "focal",
                        "exp_focal",
                        "quality_focal",
                        "quality_focal:gfl",
                        "varifocal",
                        "poly1",
                        "poly1_focal",
                        "asymmetric",
                        "bce_blur");
        assertThat(ScoreLosses.REGISTRY.names())
                .allSatisfy(name -> assertThat(ScoreLosses.parse(name)).hasToString(name));
    }

    @Test
    void focal_has_the_defaults_of_yolov5() {
        assertThat(ScoreLosses.parse("focal")).isEqualTo(new Focal(1.5, 0.25));
    }

    @Test
    void parameters_are_given_by_name() {
        assertThat(ScoreLosses.parse("focal(gamma=2, alpha=0.5)")).isEqualTo(new Focal(2, 0.5));
        assertThat(ScoreLosses.parse("focal( alpha = 0.5 )")).isEqualTo(new Focal(1.5, 0.5));
        assertThat(ScoreLosses.parse("bce(positive_weight=2.5)")).isEqualTo(new BinaryCrossEntropy(2.5, 0));
    }

    @Test
    void every_line_of_the_table_says_what_its_name_means() {
        assertThat(ScoreLosses.REGISTRY.entries())
                .hasSize(ScoreLosses.REGISTRY.names().size() + 1)
                .allSatisfy(entry -> assertThat(entry.formula()).isNotBlank())
                .allSatisfy(entry -> assertThat(entry.reference()).isNotBlank())
                .allSatisfy(entry -> assertThat(entry.expression().replaceAll("\\(.*\\)", ""))
                        .isEqualTo(entry.name()));
        assertThat(ScoreLosses.REGISTRY.entries().stream()
                        .filter(entry -> !entry.name().equals("class_weighted")))
                .allSatisfy(entry ->
                        assertThat(ScoreLosses.parse(entry.expression())).isEqualTo(ScoreLosses.parse(entry.name())));
        assertThat(ScoreLosses.REGISTRY.modifiers()).containsExactly("class_weighted");
        assertThat(ScoreLosses.REGISTRY
                        .entries()
                        .get(ScoreLosses.REGISTRY.names().size()))
                .satisfies(entry -> assertThat(ScoreLosses.parse(entry.expression()))
                        .hasToString(entry.expression())
                        .isInstanceOf(ClassWeighted.class));
    }

    @Test
    void flags_lists_and_nested_losses_are_parsed() {
        assertThat(ScoreLosses.parse("varifocal(iou_weighted=false)")).isEqualTo(new Varifocal(2, 0.75, false));
        assertThat(ScoreLosses.parse("asymmetric(detach_weight=false, eps=0)"))
                .isEqualTo(new Asymmetric(4, 1, 0.05, 0, false));
        assertThat(ScoreLosses.parse("quality_focal(gamma=1):gfl")).isEqualTo(new QualityFocal(1, 0.5, 2));
        assertThat(ScoreLosses.parse("class_weighted(focal(gamma=2, alpha=0.5), weights=[1, 2.5, 0])"))
                .isEqualTo(new ClassWeighted(new Focal(2, 0.5), List.of(1.0, 2.5, 0.0)));
    }

    @Test
    void distribution_focal_is_parsed_by_its_own_type() {
        assertThat(DistributionFocal.parse("distribution_focal")).isEqualTo(DistributionFocal.DEFAULT);
        assertThat(DistributionFocal.parse(DistributionFocal.ENTRY.expression()))
                .isEqualTo(DistributionFocal.DEFAULT);
        assertThat(DistributionFocal.parse(new DistributionFocal(8).toString())).isEqualTo(new DistributionFocal(8));
        assertThat(DistributionFocal.DEFAULT).hasToString("distribution_focal");
        assertThat(new DistributionFocal(8)).hasToString("distribution_focal(bins=8)");
        for (String text : List.of("dfl", "distribution_focal(bce)", "distribution_focal:gfl")) {
            assertThatThrownBy(() -> DistributionFocal.parse(text))
                    .hasMessageStartingWith("distribution loss '" + text + "': ");
        }
        assertThatThrownBy(() -> DistributionFocal.parse("distribution_focal(bins=2.5)"))
                .hasMessage("distribution loss 'distribution_focal(bins=2.5)': bins must be an integer: 2.5");
        assertThatThrownBy(() -> new DistributionFocal(1)).hasMessage("bins must be at least 2: 1");
        assertThatThrownBy(() -> ScoreLosses.parse("distribution_focal"))
                .hasMessageContaining("distribution_focal has one target for a row of logits and is a type of its own");
    }

    @Test
    void a_text_of_another_form_is_refused_with_its_place() {
        assertThatThrownBy(() -> ScoreLosses.parse("focal(gamma=2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("loss 'focal(gamma=2': expected ',' or ')' at character 14, got the end");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vocal | unknown loss 'vocal'; valid are bce, focal, exp_focal, quality_focal, quality_focal:gfl,"
                        + " varifocal, poly1, poly1_focal, asymmetric, bce_blur,"
                        + " and around one of them class_weighted",
                "focal(gama=2) | focal has no parameter 'gama' (understood was focal(gama=2)); valid are alpha, gamma",
                "focal(gamma=two) | gamma of focal must be a number, got 'two'",
                "focal(2) | focal wraps no loss, as in focal(gamma=1.5, alpha=0.25); got focal(2)",
                "focal(gamma=-1) | gamma must be finite and not negative: -1.0",
                "focal(gamma=NaN) | gamma of focal must be a number, got 'NaN'",
                "focal(alpha=1.5) | alpha must be in [0, 1]: 1.5",
                "bce(positive_weight=0) | positiveWeight must be positive and finite: 0.0",
                "bce(smoothing=2) | smoothing must be in [0, 1]: 2.0",
                "exp_focal(gamma=-1) | gamma must be finite and not negative: -1.0",
                "quality_focal(scale=0) | scale must be positive and finite: 0.0",
                "varifocal(alpha=-1) | alpha must be finite and not negative: -1.0",
                "varifocal(iou_weighted=1) | iou_weighted of varifocal must be true or false, got '1'",
                "poly1(epsilon=-2) | epsilon must be finite and at least -1: -2.0",
                "poly1_focal(beta=2) | poly1_focal has no parameter 'beta' (understood was poly1_focal(beta=2)); valid"
                        + " are alpha, epsilon, gamma",
                "asymmetric(clip=1) | clip must be 0, or at least 1.0E-6 and below 1: 1.0",
                "asymmetric(eps=1) | eps must be at least 0 and below 1: 1.0",
                "bce_blur(alpha=-0.1) | alpha must be finite and not negative: -0.1",
                "class_weighted(weights=[1]) | class_weighted wraps one loss, such as"
                        + " class_weighted(bce, weights=[1.0, 2.0]); got class_weighted(weights=[1])",
                "class_weighted(bce) | class_weighted needs weights, as in"
                        + " class_weighted(bce, weights=[1.0, 2.0]); got class_weighted(bce)",
                "class_weighted(bce, weights=2) | weights of class_weighted must be a list such as [1, 2.5], got '2'",
                "class_weighted(bce, weights=[]) | weights must be at least one, got none",
                "class_weighted(bce, weights=[-1]) | a weight must be finite and not negative: -1.0",
                "class_weighted(bce, weights=[1, two]) | each of weights of class_weighted must be a number, got 'two'",
                "class_weighted(bce, weights=[1], k=2) | class_weighted has no parameter 'k' (understood was"
                        + " class_weighted(bce, k=2, weights=[1])); valid are weights",
            })
    void a_wrong_text_is_answered_with_what_is_valid(String text, String message) {
        assertThatThrownBy(() -> ScoreLosses.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("score loss '" + text + "': " + message);
    }
}

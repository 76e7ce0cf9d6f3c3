package io.github.yolox4j.losses.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreLossesTest {

    @Test
    void every_name_is_parsed_to_a_loss_of_that_name() {
        assertThat(ScoreLosses.names()).containsExactly("bce", "focal");
        assertThat(ScoreLosses.names())
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
        assertThat(ScoreLosses.parse("bce(positive_weight=2.5)")).isEqualTo(new BinaryCrossEntropy(2.5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vocal | unknown score loss 'vocal'; valid are bce, focal",
                "focal(gama=2) | focal has no parameter 'gama'; valid are alpha, gamma",
                "focal(gamma=two) | 'two' in 'focal(gamma=two)' is not a number",
                "focal(2) | expected key=number in 'focal(2)', got '2'",
                "focal(gamma=1,gamma=2) | 'gamma' is given twice in 'focal(gamma=1,gamma=2)'",
                "focal(gamma=2 | expected a name or name(key=number, ...), got 'focal(gamma=2'",
                "focal(gamma=-1) | gamma must be finite and not negative: -1.0",
                "focal(gamma=NaN) | gamma must be finite and not negative: NaN",
                "focal(alpha=1.5) | alpha must be in [0, 1]: 1.5",
                "bce(positive_weight=0) | positiveWeight must be positive and finite: 0.0",
            })
    void a_wrong_text_is_answered_with_what_is_valid(String text, String message) {
        assertThatThrownBy(() -> ScoreLosses.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}

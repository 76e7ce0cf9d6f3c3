package io.github.yolox4j.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossExpressionTest {

    @Test
    void a_call_has_a_name_operands_settings_and_a_policy() {
        LossExpression call = LossExpression.parse(" focal( inner(siou, ratio=1.25), gamma=5e-1) : yolov6 ");

        assertThat(call.name()).isEqualTo("focal");
        assertThat(call.operands()).containsExactly(LossExpression.parse("inner(siou,ratio=1.25)"));
        assertThat(call.number("gamma")).isEqualTo(0.5);
        assertThat(call.policy()).contains("yolov6");
        assertThat(call).hasToString("focal(inner(siou, ratio=1.25), gamma=5e-1):yolov6");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''             | a loss at character 1, got the end",
                "focal(         | a loss or key=value at character 7, got the end",
                "focal(eiou     | ',' or ')' at character 11, got the end",
                "focal(eiou,)   | a loss or key=value at character 12, got ')'",
                "focal(gamma=)  | the value of gamma at character 13, got ')'",
                "focal eiou     | the end at character 7, got 'e'",
                "w(k=[1, 2      | ',' or ']' at character 10, got the end",
                "w(k=[1,])      | a number at character 8, got ']'",
                "focal(=2)      | a loss or key=value at character 7, got '='",
                "w(k=[1 2])     | ',' or ']' at character 8, got '2'",
                "ciou:          | a policy at character 6, got the end",
            })
    void what_is_no_expression_is_refused_with_its_place(String text, String expected) {
        assertThatThrownBy(() -> LossExpression.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("loss '" + text + "': expected " + expected);
    }

    @Test
    void values_are_numbers_flags_and_lists() {
        LossExpression call = LossExpression.parse("w(n=1e-3, on=true, some=[1,2.5 , -3], none=[])");

        assertThat(call.number("n")).isEqualTo(1e-3);
        assertThat(call.flag("on")).isTrue();
        assertThat(call.numbers("some")).containsExactly(1.0, 2.5, -3.0);
        assertThat(call.numbers("none")).isEmpty();
        assertThat(LossExpression.parse(call.toString())).isEqualTo(call);
        assertThatThrownBy(() -> call.flag("n")).hasMessage("n of w must be true or false, got '1e-3'");
    }

    @Test
    void a_parameter_given_twice_is_refused() {
        assertThatThrownBy(() -> LossExpression.parse("focal(gamma=1, gamma=2)"))
                .hasMessage("'gamma' is given twice in 'focal(gamma=1, gamma=2)'");
    }

    @Test
    void numbers_are_written_shortly() {
        assertThat(LossExpression.written(640)).isEqualTo("640");
        assertThat(LossExpression.written(0.5)).isEqualTo("0.5");
        assertThat(LossExpression.written(-640)).isEqualTo("-640");
        assertThat(LossExpression.written(999_999_999)).isEqualTo("999999999");
        assertThat(LossExpression.written(1e9)).isEqualTo("1.0E9");
        assertThat(LossExpression.written(-1e9)).isEqualTo("-1.0E9");
    }

    @Test
    void parameters_that_are_left_out_are_the_defaults() {
        LossExpression defaults = LossExpression.parse("focal(eiou, gamma=0.5, alpha=1)");
        LossExpression call =
                LossExpression.parse("focal(ciou, gamma=2):yolov6").over(defaults);

        assertThat(call).hasToString("focal(ciou, alpha=1, gamma=2):yolov6");
        assertThatThrownBy(() -> LossExpression.parse("ciou(eps=1)").over(LossExpression.parse("ciou")))
                .hasMessage("ciou has no parameter 'eps' (understood was ciou(eps=1)); valid are none");
    }

    @Test
    void letters_of_ascii_and_four_signs_make_a_word() {
        assertThat(LossExpression.parse("aZ09_.+-").name()).isEqualTo("aZ09_.+-");
        assertThatThrownBy(() -> LossExpression.parse("f\u00f6cal"))
                .hasMessageContaining("expected the end at character 2, got '\u00f6'");
    }

    @Test
    void an_expression_keeps_what_it_was_made_of() {
        Map<String, String> settings = new HashMap<>(Map.of("gamma", "2"));
        LossExpression call = new LossExpression("focal", List.of(), settings, Optional.empty());
        settings.clear();

        assertThat(call).hasToString("focal(gamma=2)");
        assertThatThrownBy(() -> call.settings().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void an_entry_lacks_nothing() {
        assertThatNullPointerException()
                .isThrownBy(() -> new LossEntry(null, "", "", ""))
                .withMessage("name");
        assertThatNullPointerException()
                .isThrownBy(() -> new LossEntry("", null, "", ""))
                .withMessage("expression");
        assertThatNullPointerException()
                .isThrownBy(() -> new LossEntry("", "", null, ""))
                .withMessage("formula");
        assertThatNullPointerException()
                .isThrownBy(() -> new LossEntry("", "", "", null))
                .withMessage("reference");
    }
}

package io.github.yolox4j.train.data.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParserWordsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\n [1, 2",
                "{\"a\":\n NaN}",
                "{\"a\":\n 'x'}",
                "{\"a\":\n 012}",
                "{\"a\":\n +1}",
                "{\"a\":\n [1,]}",
                "{\"a\":\n # comment\n 1}",
                "{\"a\":\n \"x\ty\"}",
                "{\"a\":\n \"\\x\"}",
                "{a:\n 1}"
            })
    void a_reason_has_a_line_and_no_name_of_a_class_or_option(String json) {
        JsonProcessingException problem =
                catchThrowableOfType(JsonProcessingException.class, () -> new ObjectMapper().readTree(json));

        assertThat(ParserWords.of(problem))
                .matches(":[123]: [A-Z].{10,}")
                .doesNotContain("Feature", "ALLOW_", "Source", "enable", "Mapper")
                .hasLineCount(1);
    }
}

package io.github.yolox4j.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "cuda:0", "cuda:3"})
    void is_read_back_from_what_it_writes(String text) {
        assertThat(Device.parse(text)).hasToString(text);
    }

    @Test
    void cuda_alone_is_the_first_one() {
        assertThat(Device.parse("cuda")).isEqualTo(Device.cuda(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "cuda:", "cuda:-1", "cpu:1", "CPU", ""})
    void other_texts_are_refused_with_the_valid_forms(String text) {
        assertThatThrownBy(() -> Device.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected cpu, cuda or cuda:N, got '" + text + "'");
    }
}

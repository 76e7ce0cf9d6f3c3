package io.github.yolox4j.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ObjectnessNormaliserTest {

    @Test
    void it_counts_what_its_name_says() {
        assertThat(ObjectnessNormaliser.POSITIVES.divisor(8, 30, 12.5)).isEqualTo(30);
        assertThat(ObjectnessNormaliser.BATCH.divisor(8, 30, 12.5)).isEqualTo(8);
        assertThat(ObjectnessNormaliser.TARGETS.divisor(8, 30, 12.5)).isEqualTo(12.5);
    }

    @ParameterizedTest
    @EnumSource
    void nothing_to_count_is_one(ObjectnessNormaliser normaliser) {
        assertThat(normaliser.divisor(1, 0, 0)).isEqualTo(1);
    }

    @Test
    void the_reference_divides_by_positives() {
        assertThat(LossChoice.DEFAULT.objectnessNormaliser()).isEqualTo(ObjectnessNormaliser.POSITIVES);
    }

    @ParameterizedTest
    @EnumSource
    void its_name_is_parsed_back_to_it(ObjectnessNormaliser normaliser) {
        assertThat(ObjectnessNormaliser.parse(normaliser.toString())).isEqualTo(normaliser);
    }

    @Test
    void an_unknown_name_is_answered_with_the_valid_ones() {
        assertThatThrownBy(() -> ObjectnessNormaliser.parse("anchors"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown objectness normaliser 'anchors'; valid are positives, batch, targets");
    }
}

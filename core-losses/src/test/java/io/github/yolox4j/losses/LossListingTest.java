package io.github.yolox4j.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The registry and its listings, over losses that are only texts. */
class LossListingTest {

    private static final LossListing<String> PLAIN = LossListing.of(
            "siou(theta=4)", "formula", "reference", call -> "siou " + LossExpression.written(call.number("theta")));

    private static final LossListing<String> VARIANT = LossListing.of(
            "siou(theta=2):soft",
            "formula",
            "reference",
            call -> "soft " + LossExpression.written(call.number("theta")));

    private static final LossListing<String> MODIFIER = LossListing.ofModifier(
            "inner(siou, ratio=0.75)",
            "formula",
            "reference",
            (call, base) -> "inner " + LossExpression.written(call.number("ratio")) + " of " + base);

    private static final LossListing<String> WEIGHTED = LossListing.<String>ofModifier(
                    "weighted(siou, weights=[1, 2])",
                    "formula",
                    "reference",
                    (call, base) -> call.numbers("weights") + " of " + base)
            .requiring("weights");

    private static final LossRegistry<String> REGISTRY =
            LossRegistry.of("kind of loss", List.of(PLAIN, VARIANT, MODIFIER, WEIGHTED));

    @Test
    void a_loss_has_the_name_in_its_text_and_its_defaults() {
        assertThat(PLAIN.entry()).isEqualTo(new LossEntry("siou", "siou(theta=4)", "formula", "reference"));
        assertThat(PLAIN.modifier()).isFalse();
        assertThat(REGISTRY.parse("siou")).isEqualTo("siou 4");
        assertThat(REGISTRY.parse("siou(theta=3)")).isEqualTo("siou 3");
        assertThatThrownBy(() -> REGISTRY.parse("siou(siou)"))
                .hasMessage("kind of loss 'siou(siou)': siou wraps no loss, as in siou(theta=4); got siou(siou)");
    }

    @Test
    void a_loss_may_have_a_name_that_its_text_does_not_show() {
        LossListing<String> listing =
                LossListing.named("w3", "wise_v3(wiou_v1, delta=2.7)", "formula", "reference", call -> "it");

        assertThat(listing.name()).isEqualTo("w3");
        assertThat(listing.entry().expression()).isEqualTo("wise_v3(wiou_v1, delta=2.7)");
        assertThat(listing.modifier()).isFalse();
        assertThat(LossRegistry.of("loss", List.of(listing)).parse("w3")).isEqualTo("it");
    }

    @Test
    void a_variant_has_defaults_of_its_own() {
        assertThat(VARIANT.name()).isEqualTo("siou:soft");
        assertThat(REGISTRY.parse("siou:soft")).isEqualTo("soft 2");
        assertThat(REGISTRY.parse("inner(siou:soft)")).isEqualTo("inner 0.75 of soft 2");
        assertThatThrownBy(() -> REGISTRY.parse("siou:hard"))
                .hasMessageStartingWith(
                        "kind of loss 'siou:hard': unknown loss 'siou:hard'; valid are siou, siou:soft");
    }

    @Test
    void a_modifier_wraps_one_loss() {
        assertThat(MODIFIER.modifier()).isTrue();
        assertThat(MODIFIER.entry().expression()).isEqualTo("inner(siou, ratio=0.75)");
        assertThat(REGISTRY.parse("inner(inner(siou), ratio=2)")).isEqualTo("inner 2 of inner 0.75 of siou 4");
        assertThat(REGISTRY.parse("inner_siou(ratio=2)")).isEqualTo("inner 2 of siou 4");
        assertThatThrownBy(() -> REGISTRY.parse("inner"))
                .hasMessage("kind of loss 'inner': inner wraps one loss, such as inner(siou, ratio=0.75); got inner");
    }

    @Test
    void a_required_parameter_has_no_default() {
        assertThat(REGISTRY.parse("weighted(siou, weights=[3])")).isEqualTo("[3.0] of siou 4");
        assertThat(REGISTRY.parse("weighted_siou(weights=[3])")).isEqualTo("[3.0] of siou 4");
        assertThatThrownBy(() -> REGISTRY.parse("weighted(siou)"))
                .hasMessage("kind of loss 'weighted(siou)': weighted needs weights, as in"
                        + " weighted(siou, weights=[1, 2]); got weighted(siou)");
    }

    @Test
    void a_policy_of_a_wrapped_loss_is_that_of_the_whole() {
        LossRegistry<String> policed = REGISTRY.withPolicies((loss, policy) -> loss + " under " + policy);

        assertThat(policed.parse("siou:mine")).isEqualTo("siou 4 under mine");
        assertThat(policed.parse("inner(siou:mine)")).isEqualTo("inner 0.75 of siou 4 under mine");
        assertThat(policed.parse("siou:soft")).as("a variant is no policy").isEqualTo("soft 2");
        assertThatThrownBy(() -> policed.parse("inner(siou:mine):yours"))
                .hasMessageEndingWith("a loss has one policy, here are 2");
    }

    @Test
    void an_unknown_name_is_answered_with_the_valid_ones_and_a_note_if_there_is_one() {
        assertThatThrownBy(() -> REGISTRY.withNote("dfl", "it is elsewhere").parse("dfl"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kind of loss 'dfl': unknown loss 'dfl'; valid are siou, siou:soft,"
                        + " and around one of them inner, weighted (it is elsewhere)");
        assertThatThrownBy(() -> LossRegistry.of("loss", List.of(PLAIN)).parse("dfl"))
                .hasMessage("loss 'dfl': unknown loss 'dfl'; valid are siou");
    }

    @Test
    void names_modifiers_and_entries_are_in_the_order_of_the_listings() {
        assertThat(REGISTRY.names()).containsExactly("siou", "siou:soft");
        assertThat(REGISTRY.modifiers()).containsExactly("inner", "weighted");
        assertThat(REGISTRY.entries())
                .extracting(LossEntry::name)
                .containsExactly("siou", "siou:soft", "inner", "weighted");
        assertThat(REGISTRY.knows("siou")).isTrue();
        assertThat(REGISTRY.knows("inner_siou")).isTrue();
        assertThat(REGISTRY.knows("inner")).isFalse();
        assertThat(REGISTRY.knows("siou(theta=4)")).isFalse();
    }

    @Test
    void a_loss_is_written_with_what_it_wraps_and_its_numbers() {
        assertThat(LossExpression.written("mpdiou", "width", 640.0, "height", 0.5))
                .isEqualTo("mpdiou(width=640, height=0.5)");
        assertThat(LossExpression.written("alpha", "ciou", "alpha", 3.0)).isEqualTo("alpha(ciou, alpha=3)");
    }
}

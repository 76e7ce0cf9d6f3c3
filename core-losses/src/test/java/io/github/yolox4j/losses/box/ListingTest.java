package io.github.yolox4j.losses.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.losses.LossEntry;
import io.github.yolox4j.losses.LossExpression;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListingTest {

    @Test
    void a_loss_is_listed_under_the_name_in_its_text() {
        Listing listing = Listing.of(new Siou(4), "formula", "reference", call -> new Siou(call.number("theta")));

        assertThat(listing.entry()).isEqualTo(new LossEntry("siou", "siou(theta=4)", "formula", "reference"));
        assertThat(listing.modifier()).isFalse();
        assertThat(read(listing, "siou")).isEqualTo(new Siou(4));
        assertThat(read(listing, "siou(theta=2)")).isEqualTo(new Siou(2));
        assertThatThrownBy(() -> read(listing, "siou", IouFamily.IOU)).hasMessage("siou wraps no loss; got siou");
    }

    @Test
    void a_loss_may_be_listed_under_a_shorter_name() {
        Listing listing = Listing.ofShort("w3", Wise.WIOU_V3, "formula", "reference", call -> Wise.WIOU_V3);

        assertThat(listing.name()).isEqualTo("w3");
        assertThat(listing.entry().expression()).isEqualTo("wise_v3(wiou_v1, alpha=1.7, delta=2.7)");
        assertThat(listing.modifier()).isFalse();
    }

    @Test
    void a_modifier_is_listed_with_the_loss_that_it_wraps_by_default() {
        Listing listing = Listing.ofModifier(
                new Inner(IouFamily.CIOU, 0.75),
                "formula",
                "reference",
                (call, base) -> new Inner(base, call.number("ratio")));

        assertThat(listing.entry())
                .isEqualTo(new LossEntry("inner", "inner(ciou, ratio=0.75)", "formula", "reference"));
        assertThat(listing.modifier()).isTrue();
        assertThat(read(listing, "inner(giou, ratio=2)", IouFamily.GIOU)).isEqualTo(new Inner(IouFamily.GIOU, 2));
        assertThatThrownBy(() -> read(listing, "inner"))
                .hasMessage("inner wraps one loss, such as inner(ciou, ratio=0.75); got inner");
        assertThatThrownBy(() -> read(listing, "inner(nwd)", BoxLosses.parse("nwd")))
                .hasMessageStartingWith("inner cannot wrap nwd(");
    }

    @Test
    void a_member_of_the_iou_family_lists_itself() {
        for (IouFamily loss : IouFamily.values()) {
            assertThat(loss.listing().name()).isEqualTo(loss.toString());
            assertThat(read(loss.listing(), loss.toString())).isSameAs(loss);
        }
    }

    @Test
    void a_loss_is_written_with_what_it_wraps_and_its_numbers() {
        assertThat(Listing.write("mpdiou", "width", 640.0, "height", 0.5)).isEqualTo("mpdiou(width=640, height=0.5)");
        assertThat(Listing.write("alpha", IouFamily.CIOU, "alpha", 3.0)).isEqualTo("alpha(ciou, alpha=3)");
    }

    private static BoxLoss read(Listing listing, String text, BoxLoss... operands) {
        return listing.read(LossExpression.parse(text), List.of(operands));
    }
}

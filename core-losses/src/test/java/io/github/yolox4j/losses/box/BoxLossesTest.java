package io.github.yolox4j.losses.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.losses.LossEntry;
import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

class BoxLossesTest {

    private static final String VALID = "valid are iou, squared_iou, giou, diou, ciou, eiou, piou, log_iou,"
            + " inverse_power_iou, bounded_iou, siou, shape_iou, mpdiou, piou2, undetached_piou2, nwd, wiou_v1, wiou_v2,"
            + " wiou_v3, l1, smooth_l1, and around one of them focal, undetached_focal, alpha, inner, focaler, wise_v2,"
            + " wise_v3";

    @Test
    void every_entry_is_what_its_expression_is_parsed_to() {
        assertThat(BoxLosses.REGISTRY.entries()).extracting(LossEntry::name).doesNotHaveDuplicates();
        assertThat(BoxLosses.REGISTRY.entries())
                .allSatisfy(
                        entry -> assertThat(BoxLosses.parse(entry.expression())).hasToString(entry.expression()))
                .allSatisfy(entry -> assertThat(entry.formula()).isNotBlank())
                .allSatisfy(entry -> assertThat(entry.reference()).isNotBlank());
    }

    @Test
    void every_name_stands_for_the_loss_of_its_entry() {
        for (LossEntry entry : BoxLosses.REGISTRY.entries()) {
            if (BoxLosses.REGISTRY.names().contains(entry.name())) {
                assertThat(BoxLosses.parse(entry.name())).hasToString(entry.expression());
            }
        }
        assertThat(BoxLosses.REGISTRY.entries())
                .hasSize(BoxLosses.REGISTRY.names().size()
                        + BoxLosses.REGISTRY.modifiers().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "focal_eiou                        | focal(eiou, gamma=0.5)",
                "focal_siou(gamma=1)               | focal(siou(theta=4), gamma=1)",
                "alpha_ciou(alpha=2)               | alpha(ciou, alpha=2)",
                "inner_siou(ratio=1.25)            | inner(siou(theta=4), ratio=1.25)",
                "inner( siou , ratio = 1.25 )      | inner(siou(theta=4), ratio=1.25)",
                "focaler_shape_iou:yolov6          | focaler(shape_iou(scale=0), low=0, high=0.95):yolov6",
                "focal(inner(alpha(ciou)))         | focal(inner(alpha(ciou, alpha=3), ratio=0.75), gamma=0.5)",
                "focal(ciou:mmdetection, gamma=1)  | focal(ciou, gamma=1):mmdetection",
                "alpha_ciou:yolov5                 | alpha(ciou, alpha=3):yolov5",
                "alpha(ciou:yolov5)                | alpha(ciou, alpha=3):yolov5",
                "wiou_v3(alpha=1.9, delta=3)       | wise_v3(wiou_v1, alpha=1.9, delta=3)",
                "wise_v2_wiou_v1                   | wise_v2(wiou_v1, gamma=0.5)",
                "smooth_l1(beta=0)                 | l1",
                "nwd(eps=1e-7)                     | nwd(constant=12.8, eps=1.0E-7)",
            })
    void short_names_and_nested_losses_are_spelled_out(String text, String loss) {
        assertThat(BoxLosses.parse(text)).hasToString(loss);
        assertThat(BoxLosses.parse(loss)).isEqualTo(BoxLosses.parse(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "focal                    | focal wraps one loss, such as focal(eiou, gamma=0.5); got focal",
                "ciou(giou)               | ciou wraps no loss, as in ciou; got ciou(giou)",
                "ciou(ratio=1)            | ciou has no parameter 'ratio' (understood was ciou(ratio=1)); valid are"
                        + " none",
                "inner(ciou, rato=1)      | inner has no parameter 'rato' (understood was inner(ciou, rato=1)); valid"
                        + " are ratio",
                "inner_ciou(ratio=wide)   | ratio of inner must be a number, got 'wide'",
                "inner(ciou, ratio=0)     | ratio must be positive and finite: 0.0",
                "focaler_iou(low=1)       | need 0 <= low < high <= 1, got low 1.0 and high 0.95",
                "focal(wiou_v1)           | focal cannot wrap wiou_v1: it wraps losses of the form 1 - overlap +"
                        + " penalties",
                "focal(focal_ciou)        | focal cannot wrap focal(ciou, gamma=0.5): it wraps losses of the form 1 -"
                        + " overlap + penalties",
                "wise_v3(nwd)             | wise wraps wiou_v1 or a loss of the form 1 - overlap + penalties, got"
                        + " nwd(constant=12.8, eps=1.0E-12)",
                "focal(ciou:yolox):yolov5 | a loss has one policy, here are 2",
                "ciou:paddle              | unknown policy 'paddle'; valid are yolox, yolov5, torchvision,"
                        + " mmdetection, mmdetection_overlaps, yolov6, alpha_iou, paper",
            })
    void what_makes_no_sense_is_refused_with_what_would(String text, String reason) {
        assertThatThrownBy(() -> BoxLosses.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("box loss '" + text + "': " + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xiou", "focal_xiou", "inner(xiou, ratio=1)", "focal_ciou(giou)"})
    void an_unknown_name_is_answered_with_the_valid_ones(String text) {
        assertThatThrownBy(() -> BoxLosses.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("box loss '" + text + "': unknown loss '")
                .hasMessageEndingWith(VALID);
    }

    @Test
    void every_name_is_parsed_with_every_policy() {
        for (String name : BoxLosses.REGISTRY.names()) {
            for (BoxPolicy policy : BoxPolicy.KNOWN) {
                BoxLoss loss = BoxLosses.parse(name + ":" + policy.name());

                assertThat(loss.policy()).isEqualTo(policy);
                assertThat(BoxLosses.parse(loss.toString())).isEqualTo(loss);
            }
        }
    }

    @Test
    void the_first_losses_are_those_of_yolox_and_yolov5() {
        assertThat(BoxLosses.parse("squared_iou").policy()).isEqualTo(BoxPolicy.YOLOX);
        for (String name : List.of("iou", "giou", "diou", "ciou")) {
            assertThat(BoxLosses.parse(name).policy()).isEqualTo(BoxPolicy.YOLOV5);
        }
    }

    @Test
    void a_loss_under_its_own_policy_is_itself() {
        assertThat(BoxLosses.parse("ciou:yolov5")).isSameAs(IouFamily.CIOU);
        assertThat(BoxLosses.parse("ciou:mmdetection").under(BoxPolicy.YOLOV5)).isSameAs(IouFamily.CIOU);
        assertThat(BoxLosses.parse("ciou:mmdetection").under(BoxPolicy.YOLOX)).hasToString("ciou:yolox");
    }

    /** Boxes so small that each policy's eps shows, and too little overlap for mmdetection's gate. */
    @ParameterizedTest
    @ValueSource(
            strings = {"ciou", "focal(ciou)", "wise_v2(ciou)", "inner(ciou)", "mpdiou", "piou2", "wiou_v1", "log_iou"})
    void a_loss_keeps_its_policy_whatever_that_of_the_pairs_is(String name) {
        double[][] predicted = {{0, 0, 2e-3, 1e-3}};
        double[][] target = {{1e-3, 0, 2e-3, 2e-3}};
        List<Double> values = new ArrayList<>();
        for (BoxPolicy own : BoxPolicy.KNOWN) {
            BoxLoss loss = BoxLosses.parse(name + ":" + own.name());
            double value = LossRun.values(loss::of, predicted, target)[0];
            values.add(value);
            for (BoxPolicy other : BoxPolicy.KNOWN) {
                double[] ofPairs =
                        LossRun.values((p, t) -> loss.of(BoxPairs.ofCenters(p, t, other)), predicted, target);

                assertThat(ofPairs)
                        .as("%s of pairs under %s", loss, other.name())
                        .containsExactly(value);
            }
        }
        assertThat(new HashSet<>(values)).as("policies differ").hasSizeGreaterThan(3);
    }

    @Test
    void losses_of_one_policy_share_the_quantities_of_their_pairs() {
        SameDiff graph = SameDiff.create();
        SDVariable boxes = graph.placeHolder("boxes", DataType.FLOAT, -1, 4);
        BoxPairs pairs = BoxPairs.ofCenters(boxes, boxes, BoxPolicy.YOLOX);

        assertThat(pairs.under(BoxPolicy.YOLOX)).isSameAs(pairs);
        assertThat(pairs.under(BoxPolicy.PAPER)).isSameAs(pairs.under(BoxPolicy.PAPER));
    }

    @Test
    void a_name_is_known_with_or_without_a_modifier_but_not_with_parameters() {
        assertThat(BoxLosses.REGISTRY.names()).allMatch(BoxLosses.REGISTRY::knows);
        assertThat(Stream.of("focal_ciou", "wise_v3_giou", "undetached_focal_siou"))
                .allMatch(BoxLosses.REGISTRY::knows);
        assertThat(Stream.of("focal", "focal_", "focalciou", "focal_xiou", "ciou_focal", "ciou:yolox", "siou(theta=3)"))
                .noneMatch(BoxLosses.REGISTRY::knows);
    }

    @Test
    void only_sums_of_distances_have_no_scale_of_their_own() {
        List<String> distances = List.of("l1", "smooth_l1");

        for (String name : BoxLosses.REGISTRY.names()) {
            assertThat(BoxLosses.parse(name).addsDistances()).isEqualTo(distances.contains(name));
            assertThat(BoxLosses.parse(name + ":paper").addsDistances()).isEqualTo(distances.contains(name));
        }
    }

    @Test
    void a_loss_of_another_project_has_yolov5_s_fine_print_unless_it_says_otherwise() {
        CustomBoxLoss mine = BoxPairs::missedShare;

        assertThat(mine.policy()).isEqualTo(BoxPolicy.YOLOV5);
        assertThat(mine.initialState()).isEqualTo(LossState.NONE);
        assertThat(mine.addsDistances()).isFalse();
        assertThat(mine.under(BoxPolicy.YOLOX).policy()).isEqualTo(BoxPolicy.YOLOX);
    }
}

package io.github.yolox4j.losses.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BoxLossesTest {

    @Test
    void every_name_is_parsed_to_a_loss_of_that_name() {
        assertThat(BoxLosses.names()).containsExactly("iou", "squared_iou", "giou", "diou", "ciou");
        assertThat(BoxLosses.names())
                .allSatisfy(name -> assertThat(BoxLosses.parse(name)).hasToString(name));
    }

    @Test
    void every_name_is_parsed_with_every_policy() {
        for (String name : BoxLosses.names()) {
            for (BoxPolicy policy : BoxPolicy.KNOWN) {
                BoxLoss loss = BoxLosses.parse(name + ":" + policy.name());

                assertThat(loss.policy()).isEqualTo(policy);
                assertThat(BoxLosses.parse(loss.toString())).isEqualTo(loss);
            }
        }
    }

    @Test
    void the_squared_loss_is_that_of_yolox_and_the_others_those_of_yolov5() {
        assertThat(BoxLosses.parse("squared_iou").policy()).isEqualTo(BoxPolicy.YOLOX);
        assertThat(BoxLosses.parse("iou").policy()).isEqualTo(BoxPolicy.YOLOV5);
        assertThat(BoxLosses.parse("giou").policy()).isEqualTo(BoxPolicy.YOLOV5);
        assertThat(BoxLosses.parse("diou").policy()).isEqualTo(BoxPolicy.YOLOV5);
        assertThat(BoxLosses.parse("ciou").policy()).isEqualTo(BoxPolicy.YOLOV5);
    }

    @Test
    void a_loss_under_its_own_policy_is_itself() {
        assertThat(BoxLosses.parse("ciou:yolov5")).isSameAs(IouFamily.CIOU);
        assertThat(BoxLosses.parse("ciou:mmdetection").under(BoxPolicy.YOLOV5)).isSameAs(IouFamily.CIOU);
    }

    @Test
    void an_unknown_name_is_answered_with_the_valid_ones() {
        assertThatThrownBy(() -> BoxLosses.parse("xiou"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown box loss 'xiou'; valid are iou, squared_iou, giou, diou, ciou");
    }

    @Test
    void an_unknown_policy_is_answered_with_the_valid_ones() {
        assertThatThrownBy(() -> BoxLosses.parse("ciou:paddle"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown policy 'paddle' of box loss 'ciou:paddle'; "
                        + "valid are yolox, yolov5, torchvision, mmdetection");
    }
}

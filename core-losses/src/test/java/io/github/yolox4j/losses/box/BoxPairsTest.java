package io.github.yolox4j.losses.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

class BoxPairsTest {

    /**
     * Left, upper and lower edges coincide: per edge half of the gradient. In x the overlap 20 has the derivatives
     * -1/2 in cx and 1/4 in w; I = 600, U = 1200, so dI = -15 and dU = 15 in cx, and dL = -(dI U - I dU) / U^2 = 27000
     * / 1200^2. Likewise in w: dI = 7.5, dU = 22.5; in h, where 2 edges coincide: dI = 10, dU = 30.
     */
    @Test
    void coinciding_edges_share_the_gradient_in_halves() {
        LossRun run = LossRun.of(
                IouFamily.IOU::of,
                new double[][] {{60, 50, 40, 30}},
                new double[][] {{50, 50, 20, 30}},
                DataType.DOUBLE);

        double square = 1200.0 * 1200;
        assertThat(run.values()).containsExactly(new double[] {0.5}, within(1e-9));
        assertThat(run.gradient()[0])
                .containsExactly(
                        new double[] {
                            27000 / square, 0, -(7.5 * 1200 - 600 * 22.5) / square, -(10 * 1200 - 600 * 30) / square
                        },
                        within(1e-9));
    }

    @Test
    void touching_boxes_have_no_overlap_and_no_gradient_through_it() {
        LossRun run = LossRun.of(
                IouFamily.IOU::of,
                new double[][] {{70, 50, 20, 30}},
                new double[][] {{50, 50, 20, 30}},
                DataType.DOUBLE);

        assertThat(run.values()).containsExactly(1);
        assertThat(run.gradient()[0]).containsExactly(new double[4], within(0.0));
    }

    @Test
    void a_float_keeps_its_precision_far_from_the_origin() {
        double[][] predicted = {{1_000_002, 1_000_001, 8, 6}};
        double[][] target = {{1_000_000, 1_000_000, 8, 6}};

        double[] near =
                LossRun.of(IouFamily.IOU::of, predicted, target, DataType.FLOAT).values();

        assertThat(near).containsExactly(new double[] {1 - 30.0 / 66}, within(1e-6));
    }

    @Test
    void a_quantity_is_added_to_the_graph_once() {
        SameDiff graph = SameDiff.create();
        SDVariable boxes = graph.placeHolder("boxes", DataType.FLOAT, -1, 4);
        BoxPairs pairs = BoxPairs.ofCenters(boxes, boxes, BoxPolicy.YOLOX);

        assertThat(pairs.iou()).isSameAs(pairs.iou());
        int operators = graph.getOps().size();
        pairs.union();
        pairs.intersection();

        assertThat(graph.getOps()).hasSize(operators);
    }

    @Test
    void corners_say_the_same_as_centres_and_sizes() {
        double[] values = LossRun.values(
                (p, t) -> IouFamily.CIOU.of(BoxPairs.ofCorners(p, t, BoxPolicy.YOLOV5)),
                new double[][] {{42, 35, 62, 65}},
                new double[][] {{35, 25, 65, 69}});

        assertThat(values)
                .containsExactly(
                        LossRun.values(
                                IouFamily.CIOU::of, new double[][] {{52, 50, 20, 30}}, new double[][] {{50, 47, 30, 44}
                                }),
                        within(1e-12));
    }

    @Test
    void a_shape_other_than_n_by_4_is_refused() {
        SameDiff graph = SameDiff.create();
        SDVariable boxes = graph.placeHolder("boxes", DataType.FLOAT, 8, 5);

        assertThatThrownBy(() -> BoxPairs.ofCenters(boxes, boxes, BoxPolicy.YOLOX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("boxes must have shape [n, 4], 'boxes' has [8, 5]");
        SDVariable flat = graph.placeHolder("flat", DataType.FLOAT, 4);
        assertThatThrownBy(() -> BoxPairs.ofCenters(flat, flat, BoxPolicy.YOLOX))
                .hasMessage("boxes must have shape [n, 4], 'flat' has [4]");
    }

    @Test
    void a_shape_that_is_not_known_before_the_graph_runs_is_not_checked() {
        SameDiff graph = SameDiff.create();
        SDVariable anything = graph.placeHolder("anything", DataType.FLOAT, (long[]) null);
        SDVariable result = graph.placeHolder("boxes", DataType.FLOAT, -1, -1).mul(2);

        assertThatCode(() -> BoxPairs.ofCenters(anything, result, BoxPolicy.YOLOX))
                .doesNotThrowAnyException();
    }
}

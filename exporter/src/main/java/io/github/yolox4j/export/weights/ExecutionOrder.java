package io.github.yolox4j.export.weights;

import java.util.ArrayList;
import java.util.List;

/**
 * The convolutions of the reference network in the order in which it executes them, by the path of their layer in the
 * state_dict: {@code backbone.backbone.stem.conv}, ..., {@code head.obj_preds.2}.
 *
 * <p>It differs from the order of the state_dict: a cross-stage layer runs its two branches before its third
 * convolution, and the head goes level by level, each branch with its predictions.
 */
final class ExecutionOrder {

    private final boolean depthwise;
    private final List<String> paths = new ArrayList<>();

    private ExecutionOrder(boolean depthwise) {
        this.depthwise = depthwise;
    }

    /**
     * The order.
     *
     * @param repeats bottlenecks in the first stage of the backbone
     * @param neckRepeats bottlenecks in each layer of the neck
     */
    static List<String> of(boolean depthwise, int repeats, int neckRepeats) {
        ExecutionOrder order = new ExecutionOrder(depthwise);
        order.backbone("backbone.backbone.", repeats);
        order.neck("backbone.", neckRepeats);
        for (int level = 0; level < 3; level++) {
            order.head("head.", "." + level);
        }
        return List.copyOf(order.paths);
    }

    private void backbone(String at, int repeats) {
        plain(at + "stem.conv");
        block(at + "dark2.0");
        crossStage(at + "dark2.1", repeats);
        block(at + "dark3.0");
        crossStage(at + "dark3.1", 3 * repeats);
        block(at + "dark4.0");
        crossStage(at + "dark4.1", 3 * repeats);
        block(at + "dark5.0");
        plain(at + "dark5.1.conv1");
        plain(at + "dark5.1.conv2");
        crossStage(at + "dark5.2", repeats);
    }

    private void neck(String at, int repeats) {
        plain(at + "lateral_conv0");
        crossStage(at + "C3_p4", repeats);
        plain(at + "reduce_conv1");
        crossStage(at + "C3_p3", repeats);
        block(at + "bu_conv2");
        crossStage(at + "C3_n3", repeats);
        block(at + "bu_conv1");
        crossStage(at + "C3_n4", repeats);
    }

    private void head(String at, String level) {
        plain(at + "stems" + level);
        block(at + "cls_convs" + level + ".0");
        block(at + "cls_convs" + level + ".1");
        plain(at + "cls_preds" + level);
        block(at + "reg_convs" + level + ".0");
        block(at + "reg_convs" + level + ".1");
        plain(at + "reg_preds" + level);
        plain(at + "obj_preds" + level);
    }

    private void crossStage(String at, int repeats) {
        plain(at + ".conv1");
        plain(at + ".conv2");
        for (int i = 0; i < repeats; i++) {
            plain(at + ".m." + i + ".conv1");
            block(at + ".m." + i + ".conv2");
        }
        plain(at + ".conv3");
    }

    /** A 3x3 block: one convolution, or a depthwise and a pointwise one. */
    private void block(String at) {
        if (depthwise) {
            plain(at + ".dconv");
            plain(at + ".pconv");
        } else {
            plain(at);
        }
    }

    private void plain(String path) {
        paths.add(path);
    }
}

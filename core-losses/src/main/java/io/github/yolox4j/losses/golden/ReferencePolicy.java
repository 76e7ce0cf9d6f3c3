package io.github.yolox4j.losses.golden;

import io.github.yolox4j.losses.box.BoxLoss;
import io.github.yolox4j.losses.box.IouFamily;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.testkit.GoldenCase;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Under which {@link BoxPolicy} a loss computes what a reference repository computes: the part of {@code
 * source/repo} that tells it. Authors of one loss have the policy that the loss has by default.
 */
enum ReferencePolicy {
    YOLOX("Megvii-BaseDetection/YOLOX", loss -> loss.under(BoxPolicy.YOLOX)),
    YOLOV5("ultralytics/yolov5", loss -> loss.under(BoxPolicy.YOLOV5)),
    YOLOV6("meituan/YOLOv6", loss -> loss.under(BoxPolicy.YOLOV6)),
    TORCHVISION("pytorch/vision", loss -> loss.under(BoxPolicy.TORCHVISION)),
    MMDETECTION("/mmdetection", loss -> loss instanceof IouFamily ? loss.under(BoxPolicy.MMDETECTION) : loss),
    INNER_IOU("malagoutou/Inner-IoU", loss -> loss.under(BoxPolicy.YOLOV5)),
    SHAPE_IOU("malagoutou/Shape-IoU", loss -> loss),
    POWERFUL_IOU("fppccc/Powerful-IoU", loss -> loss),
    ALPHA_IOU("Jacobi93/Alpha-IoU", loss -> loss),
    NWD("jwwangchn/NWD", loss -> loss),
    WISE_IOU("Instinct323/wiou", loss -> loss),
    PAPER("written from the paper", loss -> loss),
    FORMULA("examples/golden/formulas.py", loss -> loss.under(BoxPolicy.PAPER));

    private final String repository;
    private final UnaryOperator<BoxLoss> policy;

    ReferencePolicy(String repository, UnaryOperator<BoxLoss> policy) {
        this.repository = repository;
        this.policy = policy;
    }

    BoxLoss on(BoxLoss loss) {
        return policy.apply(loss);
    }

    static Optional<ReferencePolicy> find(GoldenCase golden) {
        String repository = golden.text("/source/repo");
        return Arrays.stream(values())
                .filter(known -> repository.contains(known.repository))
                .findFirst();
    }

    static String repositories() {
        return Arrays.stream(values()).map(known -> known.repository).collect(Collectors.joining(", "));
    }
}

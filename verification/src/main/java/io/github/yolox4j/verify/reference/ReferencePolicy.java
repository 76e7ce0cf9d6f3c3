package io.github.yolox4j.verify.reference;

import io.github.yolox4j.losses.box.BoxPolicy;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which {@link BoxPolicy} computes what a reference repository computes: the part of {@code source/repo} that tells it. */
enum ReferencePolicy {
    YOLOX("Megvii-BaseDetection/YOLOX", BoxPolicy.YOLOX),
    YOLOV5("ultralytics/yolov5", BoxPolicy.YOLOV5),
    TORCHVISION("pytorch/vision", BoxPolicy.TORCHVISION),
    MMDETECTION("/mmdetection", BoxPolicy.MMDETECTION);

    private final String repository;
    private final BoxPolicy policy;

    ReferencePolicy(String repository, BoxPolicy policy) {
        this.repository = repository;
        this.policy = policy;
    }

    BoxPolicy policy() {
        return policy;
    }

    static Optional<ReferencePolicy> find(CaseFacts facts) throws IOException {
        String repository = facts.text("source/repo");
        return Arrays.stream(values())
                .filter(known -> repository.contains(known.repository))
                .findFirst();
    }

    /** How this differs from the parameters of a case, as a sentence; empty if it does not. */
    Optional<String> differenceFrom(CaseFacts facts, String loss) throws IOException {
        double eps = policy.union().eps();
        if (facts.number("params/eps", eps) != eps) {
            return Optional.of(loss + " of " + facts.text("source/repo") + " with eps " + facts.number("params/eps")
                    + " is not supported yet: its policy " + policy.name() + " has " + eps);
        }
        double gate = facts.number("params/aspect_gate_iou", BoxPolicy.NO_GATE);
        if (loss.equals("ciou") && gate != policy.aspectGate()) {
            return Optional.of("ciou of " + facts.text("source/repo") + " with aspect gate " + gate
                    + " is not supported yet: its policy " + policy.name() + " has " + policy.aspectGate());
        }
        return Optional.empty();
    }

    static String repositories() {
        return Arrays.stream(values()).map(known -> known.repository).collect(Collectors.joining(", "));
    }
}

package io.github.yolox4j.losses.box;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.losses.Rows;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.NpzArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;

/** Our loss for a golden case. Parameters that the loss does not take itself are its policy's. */
record GoldenBoxLoss(GoldenCase golden, BoxLoss loss) {

    /** What {@link #aspectGate} is where a case has none. */
    static final double NO_GATE = -1;

    private static final Map<String, String> POLICIES = Map.of(
            "yolox", "yolox",
            "yolov5", "yolov5",
            "torchvision", "torchvision",
            "mmdet_ciou", "mmdetection",
            "author_inner", "yolov5");

    /** Whose file holds 1 - L: 1 for identical boxes, down to -1 for distant ones. */
    private static final Set<String> SIMILARITIES = Set.of("piou", "piou2");

    static GoldenBoxLoss of(GoldenCase golden) {
        String name = name(golden).equals("piou2") ? "undetached_piou2" : name(golden);
        String settings = ownParameters(golden, name).stream()
                .map(key -> key + "=" + params(golden).get(key.equals("lambda") ? "lambda_" : key))
                .collect(Collectors.joining(", "));
        String call = settings.isEmpty() ? name : name + "(" + settings + ")";
        String policy = POLICIES.entrySet().stream()
                .filter(known -> golden.name().startsWith("box/" + known.getKey() + "_"))
                .map(known -> ":" + known.getValue())
                .findFirst()
                .orElse("");
        return new GoldenBoxLoss(golden, BoxLosses.parse(call + policy));
    }

    /** One value per pair, as the file has it. */
    SDVariable of(BoxPairs pairs) {
        SDVariable value = loss.of(loss.initialState().isCarried() ? withState(pairs) : pairs);
        return SIMILARITIES.contains(name(golden)) ? value.rsub(1) : value;
    }

    /** The policy's eps, or none given. */
    List<Double> policyEps() {
        boolean given = params(golden).has("eps") && !keys(loss).contains("eps");
        return given ? List.of(params(golden).get("eps").doubleValue()) : List.of();
    }

    double aspectGate() {
        return params(golden).path("aspect_gate_iou").asDouble(NO_GATE);
    }

    /** The authors take a batch into the mean before they use it. */
    private BoxPairs withState(BoxPairs pairs) {
        double before = params(golden).get("iou_mean_before").doubleValue();
        double mean =
                loss.initialState().withValue(before).after(missedShares()).value();
        return pairs.withState(pairs.graph().constant(Nd4j.scalar(pairs.iou().dataType(), mean)));
    }

    private double[] missedShares() {
        try {
            NpzArchive arrays = golden.arrays();
            return LossRun.values(
                    IouFamily.IOU.under(BoxPolicy.PAPER)::of,
                    Rows.of(arrays.array("pred")),
                    Rows.of(arrays.array("target")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> ownParameters(GoldenCase golden, String name) {
        Set<String> keys = new TreeSet<>(keys(BoxLosses.parse(name)));
        keys.removeIf(key -> !params(golden).has(key.equals("lambda") ? "lambda_" : key));
        return keys;
    }

    private static Set<String> keys(BoxLoss loss) {
        return LossExpression.parse(loss.toString()).settings().keySet();
    }

    private static String name(GoldenCase golden) {
        return golden.description().get("loss").textValue();
    }

    private static JsonNode params(GoldenCase golden) {
        return golden.description().get("params");
    }
}

package io.github.yolox4j.losses.golden;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.box.BoxLoss;
import io.github.yolox4j.losses.box.BoxLosses;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.testkit.golden.CaseFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Our loss for a case. Parameters that the loss does not take itself describe its policy and have to agree with it.
 *
 * @param loss under the policy of the reference
 * @param similarity whether the file holds \( 1 - L \), as those of Powerful-IoU do
 */
record ReferenceBoxLoss(BoxLoss loss, boolean similarity) {

    private static final Map<String, String> KEYS = Map.of("lambda_", "lambda");

    /** The aspect gate of a case or a policy without one. */
    private static final double NO_GATE = -1;

    /** {@code clamp} changes nothing: see {@link BoxPolicy}. */
    private static final Set<String> OF_THE_POLICY = Set.of("eps", "aspect_gate_iou", "clamp", "iou_mean_before");

    /** For a case that lacks nothing. */
    static ReferenceBoxLoss of(CaseFacts facts) throws IOException {
        String name = name(facts);
        List<String> settings = new ArrayList<>();
        for (String key : ownKeys(BoxLosses.parse(name))) {
            if (facts.has("params/" + key)) {
                settings.add(KEYS.getOrDefault(key, key) + "=" + facts.number("params/" + key));
            }
        }
        BoxLoss loss = BoxLosses.parse(settings.isEmpty() ? name : name + "(" + String.join(", ", settings) + ")");
        return new ReferenceBoxLoss(
                ReferencePolicy.find(facts.golden()).orElseThrow().on(loss), GoldenLoss.isSimilarity(facts.golden()));
    }

    /** What of the case cannot be computed, as a sentence. */
    static Optional<String> missing(CaseFacts facts) throws IOException {
        String name = facts.text("loss");
        if (!BoxLosses.REGISTRY.knows(name(facts))) {
            return Optional.of("loss " + name + " is not supported yet");
        }
        if (ReferencePolicy.find(facts.golden()).isEmpty()) {
            return Optional.of("loss " + name + " of " + facts.text("source/repo") + " is not supported yet, only of "
                    + ReferencePolicy.repositories());
        }
        Set<String> known = new HashSet<>(OF_THE_POLICY);
        known.addAll(ownKeys(BoxLosses.parse(name(facts))));
        Optional<String> unknown = facts.unknownParameter(name, known);
        return unknown.isPresent() ? unknown : of(facts).difference(facts);
    }

    /** How the policy differs from the parameters of the case, as a sentence. */
    private Optional<String> difference(CaseFacts facts) throws IOException {
        String subject = facts.text("loss") + " of " + facts.text("source/repo");
        BoxPolicy policy = loss.policy();
        for (double eps : List.of(
                policy.union().eps(), policy.hull().eps(), policy.diagonal().eps())) {
            if (!ownKeys(loss).contains("eps") && facts.number("params/eps", eps) != eps) {
                return Optional.of(subject + " with eps " + facts.number("params/eps")
                        + " is not supported yet: its policy " + policy.name() + " has " + eps);
            }
        }
        double gate = facts.number("params/aspect_gate_iou", NO_GATE);
        double ours = policy.aspectWeight().gate().orElse(NO_GATE);
        if (facts.text("loss").equals("ciou") && gate != ours) {
            return Optional.of(subject + " with aspect gate " + gate + " is not supported yet: its policy "
                    + policy.name() + " has " + ours);
        }
        return loss.initialState().isCarried() && !facts.has("params/iou_mean_before")
                ? Optional.of(subject + " without iou_mean_before is not supported yet")
                : Optional.empty();
    }

    private static String name(CaseFacts facts) throws IOException {
        facts.text("loss"); // throws where there is none
        return GoldenLoss.name(facts.golden());
    }

    /** The parameters that the loss takes itself, as cases name them. */
    private static Set<String> ownKeys(BoxLoss loss) {
        Set<String> keys =
                new HashSet<>(LossExpression.parse(loss.toString()).settings().keySet());
        KEYS.forEach((theirs, ours) -> {
            if (keys.remove(ours)) {
                keys.add(theirs);
            }
        });
        return keys;
    }
}

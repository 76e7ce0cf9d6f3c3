package io.github.yolox4j.model.golden;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.golden.Arithmetic;
import io.github.yolox4j.testkit.golden.CaseFacts;
import io.github.yolox4j.testkit.golden.GoldenKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code model_forward}: the outputs of a whole network in evaluation mode, in single precision.
 *
 * <p>Arrays {@code images [batch, 3, height, width]} and {@code raw, decoded [batch, anchors, 4 + 1 + classes]}; {@code
 * parameters} counts what can be trained.
 *
 * @param forward computes the outputs
 */
public record ModelForwardKind(ForwardPass forward) implements GoldenKind {

    private static final double TOLERANCE = 1e-4;
    private static final String SEEDED = "splitmix64";

    @Override
    public String name() {
        return "model_forward";
    }

    @Override
    public Optional<String> missing(CaseFacts facts) throws IOException {
        String size = facts.text("size");
        if (size(size).isEmpty()) {
            return Optional.of("size " + size + " is not supported yet");
        }
        String weights = facts.text("weights/kind");
        return weights.equals(SEEDED) && !facts.has("weights/then")
                ? Optional.empty()
                : Optional.of("weights of kind " + facts.json("weights") + " are not supported yet");
    }

    @Override
    public Arithmetic arithmetic(CaseFacts facts) {
        return Arithmetic.SINGLE;
    }

    @Override
    public List<Check> check(CaseFacts facts) throws IOException {
        NpzArchive arrays = facts.arrays();
        YoloxConfig config =
                YoloxConfig.of(size(facts.text("size")).orElseThrow()).withClasses(facts.classes());
        Numbers images = facts.array(arrays, "images", CaseFacts.ANY, 3, CaseFacts.ANY, CaseFacts.ANY);
        long[] shape = images.shape();
        AnchorGrid grid = new AnchorGrid(Math.toIntExact(shape[2]), Math.toIntExact(shape[3]));
        Numbers raw = facts.array(arrays, "raw", shape[0], grid.size(), config.predictionChannels());
        Numbers decoded = facts.array(arrays, "decoded", raw.shape());

        List<Check> checks = new ArrayList<>();
        Closeness tolerance = facts.tolerance(TOLERANCE);
        try (SeededWeights seeded = SeededWeights.draw(config, facts.longInteger("weights/seed"))) {
            Weights weights = seeded.weights();
            if (facts.has("parameters")) {
                checks.add(Check.compare(
                        "parameters", weights.parameterCount(), facts.longInteger("parameters"), Closeness.EXACT));
            }
            Map<String, Numbers> found = forward.of(YoloxGraph.evaluation(config, weights, grid), weights, images);
            checks.add(Check.compare("raw", found.get(YoloxGraph.RAW), raw, tolerance));
            checks.add(Check.compare("decoded", found.get(YoloxGraph.DECODED), decoded, tolerance));
        }
        return checks;
    }

    /** The size of that name, if we have it. */
    public static Optional<YoloxConfig.Size> size(String name) {
        return Arrays.stream(YoloxConfig.Size.values())
                .filter(size -> size.lowerName().equals(name))
                .findFirst();
    }
}

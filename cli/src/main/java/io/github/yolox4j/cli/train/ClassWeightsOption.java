package io.github.yolox4j.cli.train;

import io.github.yolox4j.losses.score.ClassWeighted;
import io.github.yolox4j.train.loss.LossChoice;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How much each class counts. */
final class ClassWeightsOption {

    @Option(
            names = "--class-weights",
            split = ",",
            paramLabel = "CLASS=W",
            description = "Weight of each class in the classification loss, as in RBC=0.5,Platelets=2 (default: 1).")
    private Map<String, Double> weights = Map.of();

    /** The losses with the weights asked for, which are of some of these classes. */
    LossChoice weighed(LossChoice losses, List<String> classes) {
        if (weights.isEmpty()) {
            return losses;
        }
        for (String name : weights.keySet()) {
            if (!classes.contains(name)) {
                throw new IllegalArgumentException(
                        "--class-weights names '" + name + "', the classes are " + String.join(", ", classes));
            }
        }
        List<Double> byId =
                classes.stream().map(name -> weights.getOrDefault(name, 1.0)).toList();
        return new LossChoice(
                losses.box(),
                losses.objectness(),
                new ClassWeighted(losses.classes(), byId),
                losses.objectnessNormaliser());
    }
}

package io.github.yolox4j.train.task.yolox;

import static io.github.yolox4j.conformance.TensorAssertions.assertThatTensor;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.decode.GraphOutput;
import io.github.yolox4j.model.graph.GradientGraph;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.head.RawOutput;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.assign.GoldenObjects;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.loss.LossTerm;
import io.github.yolox4j.train.loss.LossTerms;
import io.github.yolox4j.train.loss.ObjectnessNormaliser;
import io.github.yolox4j.train.task.TargetArrays;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The loss of the head on given logits, and its gradient with respect to them, against the reference in double precision. */
class YoloxLossGoldenTest {

    private static final double TOLERANCE = 1e-9;
    private static final List<String> LEVELS = List.of("8", "16", "32");

    private static final List<String> TERMS = List.of(
            LossTerms.TOTAL,
            LossTerm.BOX.variable(),
            LossTerm.OBJECTNESS.variable(),
            LossTerm.CLASSES.variable(),
            LossTerm.L1.variable());

    @ParameterizedTest
    @MethodSource("cases")
    void losses_and_gradients_equal_the_reference(GoldenCase golden) throws IOException {
        NpzArchive arrays = golden.arrays();
        Run run = run(golden, LossChoice.DEFAULT);

        assertClose("total", run.terms().get(LossTerms.TOTAL), arrays);
        assertClose("iou_x5", run.terms().get(LossTerm.BOX.variable()), arrays);
        assertClose("obj", run.terms().get(LossTerm.OBJECTNESS.variable()), arrays);
        assertClose("cls", run.terms().get(LossTerm.CLASSES.variable()), arrays);
        assertClose("l1", run.terms().get(LossTerm.L1.variable()), arrays);
        for (String level : LEVELS) {
            assertClose("grad" + level, run.gradients().get(level), arrays);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_objectness_term_alone_is_divided_by_what_was_chosen(GoldenCase golden) throws IOException {
        Run reference = run(golden, LossChoice.DEFAULT);
        int images = reference.assignments().size();
        int positives = 0;
        double ious = 0;
        for (Assignment assignment : reference.assignments()) {
            positives += assignment.positives();
            for (int anchor : assignment.foreground()) {
                ious += assignment.iou(anchor);
            }
        }
        double sum = reference.terms().get(LossTerm.OBJECTNESS.variable())[0] * Math.max(positives, 1);
        Map<ObjectnessNormaliser, Double> divisors = Map.of(
                ObjectnessNormaliser.POSITIVES, Math.max(positives, 1.0),
                ObjectnessNormaliser.BATCH, (double) images,
                ObjectnessNormaliser.TARGETS, Math.max(ious, 1));

        for (ObjectnessNormaliser normaliser : ObjectnessNormaliser.values()) {
            Run run = run(golden, LossChoice.DEFAULT.withObjectnessNormaliser(normaliser));

            for (String term : List.of(LossTerm.BOX.variable(), LossTerm.CLASSES.variable(), LossTerm.L1.variable())) {
                assertThatTensor(run.terms().get(term))
                        .as(term)
                        .isCloseTo(reference.terms().get(term), Closeness.ofNumbers(1e-12));
            }
            double[] expected = {sum / divisors.get(normaliser)};
            assertThatTensor(run.terms().get(LossTerm.OBJECTNESS.variable()))
                    .as(normaliser.toString())
                    .isCloseTo(expected, Closeness.ofNumbers(TOLERANCE));
        }
    }

    /** What one evaluation of the head's loss gives. */
    private record Run(Map<String, double[]> terms, Map<String, double[]> gradients, List<Assignment> assignments) {}

    private static Run run(GoldenCase golden, LossChoice choice) throws IOException {
        NpzArchive arrays = golden.arrays();
        int classes = golden.description().get("classes").intValue();
        int side = golden.description().get("side").intValue();
        AnchorGrid grid = new AnchorGrid(side, side);
        AnchorTable anchors = AnchorTable.of(grid);

        YoloxTask task = YoloxTask.of(YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(classes))
                .withLosses(choice);
        SameDiff graph = SameDiff.create();
        Map<String, INDArray> inputs = new HashMap<>();
        SDVariable[] levels = new SDVariable[3];
        for (int i = 0; i < 3; i++) {
            String name = "raw" + LEVELS.get(i);
            inputs.put(name, arrays.array(name).toNd4j());
            levels[i] = graph.var(name, inputs.get(name));
        }
        SDVariable logits = new GraphOutput(grid, classes)
                .logits(new RawOutput(levels[0], levels[1], levels[2]))
                .rename("logits");
        GradientGraph gradients = GradientGraph.of(task.loss().build(logits, grid));

        List<List<TargetObject>> objects = GoldenObjects.of(golden, arrays);
        TargetArrays targets = task.targets().arrays(anchors, objects.size(), DataType.DOUBLE);
        inputs.putAll(targets.arrays());
        List<String> outputs = new ArrayList<>(TERMS);
        LEVELS.forEach(level -> outputs.add(gradients.gradientOf("raw" + level)));
        try (GraphPlan plan = GraphPlan.compile(gradients.graph(), inputs, List.of("logits"), outputs)) {
            plan.runEarly();
            List<Assignment> assignments = assign(plan.output("logits").data().asDouble(), objects, task, anchors);
            targets.fill(
                    assignments, objects, golden.description().get("use_l1").booleanValue() ? 1 : 0, 1);
            plan.run();

            Map<String, double[]> terms = new HashMap<>();
            TERMS.forEach(term -> terms.put(term, numbers(plan.output(term))));
            Map<String, double[]> ofLevels = new HashMap<>();
            LEVELS.forEach(level -> ofLevels.put(level, numbers(plan.output(gradients.gradientOf("raw" + level)))));
            return new Run(terms, ofLevels, assignments);
        }
    }

    static List<GoldenCase> cases() {
        return GoldenFolder.shipped("detector").cases(golden -> golden.kind().equals("head_loss"));
    }

    private static List<Assignment> assign(
            double[] logits, List<List<TargetObject>> objects, YoloxTask task, AnchorTable anchors) {
        List<Assignment> assignments = new ArrayList<>();
        int perImage = logits.length / objects.size();
        for (int image = 0; image < objects.size(); image++) {
            assignments.add(task.assigner()
                    .assign(task.head().predictions(anchors, logits, image * perImage), objects.get(image)));
        }
        return assignments;
    }

    private static double[] numbers(INDArray array) {
        return array.dup('c').data().asDouble();
    }

    private static void assertClose(String key, double[] actual, NpzArchive arrays) throws IOException {
        assertThatTensor(actual).as(key).isCloseTo(arrays.array(key).doubles(), Closeness.ofNumbers(TOLERANCE));
    }
}

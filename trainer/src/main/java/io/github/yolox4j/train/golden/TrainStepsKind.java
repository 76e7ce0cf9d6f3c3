package io.github.yolox4j.train.golden;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.golden.ModelForwardKind;
import io.github.yolox4j.model.golden.SeededWeights;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.golden.Arithmetic;
import io.github.yolox4j.testkit.golden.CaseFacts;
import io.github.yolox4j.testkit.golden.GoldenKind;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.engine.SameDiffEngine;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.loss.LossTerm;
import io.github.yolox4j.train.loss.LossTerms;
import io.github.yolox4j.train.optim.EmaDecay;
import io.github.yolox4j.train.optim.MovingAverage;
import io.github.yolox4j.train.optim.RunningStatistics;
import io.github.yolox4j.train.optim.Sgd;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code train_steps}: a network trained on one batch for a few steps: its loss, the first gradient, the
 * weights after the first step, and in double precision its loss at every step and the moving average of the
 * weights at the end. In single precision two runs of the reference itself part after the first step, so that
 * no more than that is run.
 *
 * <p>Arrays {@code images [batch, 3, side, side]}, {@code labels [batch, n, 5]}, {@code trace [steps, 7]} (the
 * last column is the learning rate to use); {@code grad/NAME, after1/NAME, ema/NAME} in the shapes of the
 * reference's state_dict, for any names.
 *
 * @param single computes in single precision; in double precision SameDiff does
 */
record TrainStepsKind(TrainingEngine.Factory single) implements GoldenKind {

    /**
     * What is allowed in a number type.
     *
     * @param name as the description gives it in {@code computed_in}
     * @param loss of the first step's terms
     * @param gradient norm of the difference over norm, for each parameter
     * @param afterOneStep the same for parameters and running statistics after one step
     */
    private record Precision(String name, DataType type, double loss, double gradient, double afterOneStep) {

        private static final List<Precision> KNOWN = List.of(
                new Precision("float64", DataType.DOUBLE, 1e-9, 1e-6, 1e-7),
                new Precision("float32", DataType.FLOAT, 1e-4, 5e-3, 5e-3));

        static Optional<Precision> find(String name) {
            return KNOWN.stream().filter(p -> p.name.equals(name)).findFirst();
        }
    }

    /** A step multiplies the rounding differences of the one before by about 30. */
    private static final double DRIFT_TOLERANCE = 1e-5;

    private static final List<String> TRACE = List.of("total", "iou_x5", "obj", "cls", "l1", "fg_per_gt", "lr used");
    private static final double WEIGHT_DECAY = 5e-4;

    /** What the description must say, in these words. */
    private static final Map<String, String> RECIPE = recipe();

    private static Map<String, String> recipe() {
        Map<String, String> recipe = new LinkedHashMap<>();
        recipe.put("weights/kind", "splitmix64");
        recipe.put("weights/then", "cls and obj prediction biases = -log((1-0.01)/0.01)");
        recipe.put("optimizer/kind", "SGD");
        recipe.put("optimizer/weight_decay", "5e-4 on convolution weights only");
        recipe.put("ema/ramp", "d = decay*(1-exp(-updates/2000))");
        for (int i = 0; i < TRACE.size(); i++) {
            recipe.put("trace_columns/" + i, TRACE.get(i));
        }
        return recipe;
    }

    @Override
    public String name() {
        return "train_steps";
    }

    @Override
    public Optional<String> missing(CaseFacts facts) throws IOException {
        if (ModelForwardKind.size(facts.text("size")).isEmpty()) {
            return Optional.of("size " + facts.text("size") + " is not supported yet");
        }
        if (Precision.find(facts.text("computed_in")).isEmpty()) {
            return Optional.of("training in " + facts.text("computed_in") + " is not supported yet");
        }
        for (Map.Entry<String, String> fact : RECIPE.entrySet()) {
            String found = facts.text(fact.getKey());
            if (!found.equals(fact.getValue())) {
                return Optional.of("training with " + fact.getKey() + " '" + found + "' is not supported yet, only '"
                        + fact.getValue() + "'");
            }
        }
        return facts.flag("optimizer/nesterov")
                ? Optional.empty()
                : Optional.of("training without Nesterov momentum is not supported yet");
    }

    @Override
    public Arithmetic arithmetic(CaseFacts facts) throws IOException {
        return precision(facts).type() == DataType.DOUBLE ? Arithmetic.DOUBLE : Arithmetic.SINGLE;
    }

    private static Precision precision(CaseFacts facts) throws IOException {
        return Precision.find(facts.text("computed_in")).orElseThrow();
    }

    @Override
    public List<Check> check(CaseFacts facts) throws IOException {
        NpzArchive arrays = facts.arrays();
        YoloxConfig config = YoloxConfig.of(
                        ModelForwardKind.size(facts.text("size")).orElseThrow())
                .withClasses(facts.classes());
        int side = facts.integer("side");
        List<List<TargetObject>> objects = HeadBatch.labels(facts, arrays, config.classes());
        float[] images =
                facts.array(arrays, "images", objects.size(), 3, side, side).floats();
        Numbers trace = facts.array(arrays, "trace", CaseFacts.ANY, TRACE.size());
        double l1Weight = facts.flag("use_l1") ? 1 : 0;

        Precision precision = precision(facts);
        TrainingEngine.Factory engine = precision.type() == DataType.DOUBLE ? SameDiffEngine::new : single;
        try (SeededWeights seeded = SeededWeights.drawWithPrior(config, facts.longInteger("weights/seed"))
                        .in(precision.type());
                TrainingEngine trained = engine.open(
                        YoloxTask.of(config), seeded.weights(), new AnchorGrid(side, side), objects.size())) {
            Steps steps = new Steps(seeded.weights(), precision, arrays, facts.tolerance(precision.loss()));
            return steps.run(
                    () -> trained.step(images, objects, l1Weight),
                    trace,
                    new Sgd(seeded.weights(), facts.number("optimizer/momentum"), WEIGHT_DECAY),
                    new EmaDecay(facts.number("ema/decay"), EmaDecay.DEFAULT.ramp()));
        }
    }

    /** Trains and compares what is known of each step, its first loss to a tolerance of its own. */
    private record Steps(Weights weights, Precision precision, NpzArchive arrays, Closeness first) {

        List<Check> run(Supplier<StepGradients> step, Numbers trace, Sgd sgd, EmaDecay decay) throws IOException {
            long steps = precision.type() == DataType.DOUBLE ? trace.shape()[0] : 1;
            MovingAverage average = new MovingAverage(weights, decay, 0);
            List<Check> checks = new ArrayList<>();
            for (int n = 0; n < steps; n++) {
                double[] expected = row(trace, n);
                StepGradients found = step.get();
                Closeness tolerance = n == 0 ? first : Closeness.ofNumbers(DRIFT_TOLERANCE);
                checks.addAll(compareLoss("step " + n, found.loss(), expected, tolerance));
                if (n == 0) {
                    checks.addAll(compareGradients(found.gradients(), weights, arrays, precision.gradient()));
                }
                RunningStatistics.update(weights, found.statistics());
                sgd.step(found.gradients(), expected[TRACE.size() - 1]);
                average.update(weights);
                if (n == 0) {
                    checks.addAll(compare("after1/", weights, arrays, precision.afterOneStep()));
                }
            }
            if (steps == trace.shape()[0]) {
                checks.addAll(compare("ema/", average.weights(), arrays, DRIFT_TOLERANCE));
            }
            return checks;
        }
    }

    private static List<Check> compareLoss(String where, LossTerms found, double[] expected, Closeness tolerance) {
        double perObject = Math.max(found.positives(), 1) / (double) Math.max(found.objects(), 1);
        double[] actual = {
            found.total(),
            found.of(LossTerm.BOX),
            found.of(LossTerm.OBJECTNESS),
            found.of(LossTerm.CLASSES),
            found.of(LossTerm.L1),
            perObject
        };
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < actual.length; i++) {
            checks.add(Check.compare(where + " " + TRACE.get(i), actual[i], expected[i], tolerance));
        }
        return checks;
    }

    /** Gradients have the layout of the weights, so a copy of these can hold them and tell them in the reference's. */
    private static List<Check> compareGradients(
            Map<String, INDArray> gradients, Weights weights, NpzArchive arrays, double most) throws IOException {
        Weights holder = weights.copy(weights.type());
        gradients.forEach((name, gradient) -> holder.value(name).assign(gradient));
        return compare("grad/", holder, arrays, most);
    }

    /** Compares the arrays of that prefix, each by norms; each must belong to a parameter. */
    private static List<Check> compare(String prefix, Weights found, NpzArchive arrays, double most)
            throws IOException {
        List<Check> checks = new ArrayList<>();
        for (String key : arrays.keys().stream()
                .filter(k -> k.startsWith(prefix))
                .sorted()
                .toList()) {
            try (INDArray value = found.reference(key.substring(prefix.length()))) {
                checks.add(Check.compareNorms(key, Numbers.of(value), arrays.array(key), most));
            }
        }
        return checks;
    }

    private static double[] row(Numbers array, int row) {
        int columns = (int) array.shape()[1];
        return Arrays.copyOfRange(array.doubles(), row * columns, (row + 1) * columns);
    }
}

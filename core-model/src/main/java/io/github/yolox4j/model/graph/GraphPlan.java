package io.github.yolox4j.model.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.ops.impl.shape.Shape;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A graph without control flow, compiled once for fixed shapes and then run many times: operators in topological order,
 * every array allocated beforehand, memory shared between arrays that are never alive together.
 *
 * <p>It computes what SameDiff's own session computes, without the session's bookkeeping at every operator. Inputs are
 * the arrays given at compilation: write into them, run, read the outputs. Not thread-safe.
 */
public final class GraphPlan implements AutoCloseable {

    private final BufferPool pool;
    private final List<PlanStep> steps;
    private final int firstStageSteps;
    private final Map<String, INDArray> outputs;
    private final Map<String, long[]> shapes;
    private int next;

    private GraphPlan(
            BufferPool pool,
            List<PlanStep> steps,
            int firstStageSteps,
            Map<String, INDArray> outputs,
            Map<String, long[]> shapes) {
        this.pool = pool;
        this.steps = steps;
        this.firstStageSteps = firstStageSteps;
        this.outputs = outputs;
        this.shapes = shapes;
    }

    /** Compiles a plan that runs in one go. */
    public static GraphPlan compile(SameDiff graph, Map<String, INDArray> inputs, Collection<String> outputs) {
        return compile(graph, inputs, List.of(), outputs);
    }

    /**
     * Compiles a plan, running it once on the way.
     *
     * @param inputs an array for every placeholder that is needed, and for those variables and constants whose array is
     *     owned elsewhere; the plan reads them at every run
     * @param early outputs that {@link #runEarly()} computes before the rest
     * @param outputs further variables to keep
     */
    public static GraphPlan compile(
            SameDiff graph, Map<String, INDArray> inputs, Collection<String> early, Collection<String> outputs) {
        return new Compiler(graph, inputs, early, outputs).compile();
    }

    /** Runs what the early outputs need, and only that. */
    public void runEarly() {
        steps.subList(0, firstStageSteps).forEach(PlanStep::run);
        next = firstStageSteps;
    }

    /** Runs the rest: everything, or what {@link #runEarly()} has left. */
    public void run() {
        steps.subList(next, steps.size()).forEach(PlanStep::run);
        next = 0;
    }

    /** The array of an output; every run overwrites it. */
    public INDArray output(String name) {
        INDArray array = outputs.get(name);
        if (array == null) {
            throw new IllegalArgumentException("'" + name + "' is not an output of this plan");
        }
        return array;
    }

    /** The shape of any variable that the plan computes. */
    public long[] shape(String name) {
        long[] shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalArgumentException("this plan does not compute '" + name + "'");
        }
        return shape.clone();
    }

    /** Bytes of the plan's own arrays. */
    public long bytes() {
        return pool.bytes();
    }

    /** Frees the plan's own arrays, outputs included; the inputs stay. */
    @Override
    public void close() {
        pool.close();
    }

    private static final class Compiler {

        private final SameDiff graph;
        private final Map<String, INDArray> inputs;
        private final Set<String> kept = new HashSet<>();
        private final Collection<String> early;
        private final BufferPool pool = new BufferPool();
        private final Map<String, INDArray> arrays = new HashMap<>();
        private final Set<String> fixed = new HashSet<>();
        private final Map<String, Integer> uses = new HashMap<>();
        private final List<PlanStep> steps = new ArrayList<>();

        Compiler(SameDiff graph, Map<String, INDArray> inputs, Collection<String> early, Collection<String> outputs) {
            this.graph = graph;
            this.inputs = inputs;
            this.early = early;
            kept.addAll(early);
            kept.addAll(outputs);
        }

        GraphPlan compile() {
            Set<SameDiffOp> earlyOperators = ancestors(early);
            Set<SameDiffOp> needed = ancestors(kept);
            Collection<SameDiffOp> operators = graph.getOps().values();
            List<SameDiffOp> first =
                    operators.stream().filter(earlyOperators::contains).toList();
            List<SameDiffOp> rest = operators.stream()
                    .filter(operator -> needed.contains(operator) && !earlyOperators.contains(operator))
                    .toList();
            needed.forEach(op -> inputsOf(op).forEach(name -> uses.merge(name, 1, Integer::sum)));

            first.forEach(this::add);
            int firstStageSteps = steps.size();
            rest.forEach(this::add);
            Map<String, INDArray> outputs = new HashMap<>();
            kept.forEach(name -> outputs.put(name, array(name)));
            Map<String, long[]> shapes = new HashMap<>();
            arrays.forEach((name, array) -> shapes.put(name, array.shape()));
            return new GraphPlan(pool, List.copyOf(steps), firstStageSteps, outputs, shapes);
        }

        private Set<SameDiffOp> ancestors(Collection<String> variables) {
            Set<SameDiffOp> found = new HashSet<>();
            Deque<String> open = new ArrayDeque<>(variables);
            while (!open.isEmpty()) {
                String producer = graph.getVariables().get(open.pop()).getOutputOfOp();
                if (producer != null) {
                    SameDiffOp operator = graph.getOps().get(producer);
                    if (found.add(operator)) {
                        open.addAll(inputsOf(operator));
                    }
                }
            }
            return found;
        }

        private void add(SameDiffOp node) {
            List<String> names = inputsOf(node);
            List<String> results = node.getOutputsOfOp();
            INDArray[] arguments = names.stream().map(this::array).toArray(INDArray[]::new);

            List<PlanStep> added = BroadcastMultiplyGradient.applies(node.getOp(), arguments)
                    ? broadcastMultiplyGradient(arguments, results)
                    : List.of(step(node.getOp(), arguments, results));
            added.forEach(PlanStep::run);
            if (node.getOp() instanceof Shape || fixed.containsAll(names)) {
                fixed.addAll(results);
            } else {
                steps.addAll(added);
            }
            release(names, results);
        }

        private PlanStep step(DifferentialFunction operator, INDArray[] arguments, List<String> results) {
            OpContext context = Nd4j.getExecutioner().buildContext();
            List<LongShapeDescriptor> shapes;
            if (operator instanceof DynamicCustomOp custom) {
                context.setArgs(arguments, custom.iArgs(), custom.dArgs(), custom.tArgs(), custom.bArgs());
                shapes = custom.calculateOutputShape(context);
            } else if (operator instanceof BaseOp legacy && !(legacy instanceof ReduceOp && arguments.length > 1)) {
                context.setInputArrays(arguments);
                shapes = legacy.calculateOutputShape(context);
            } else {
                throw new IllegalArgumentException("a plan cannot run operator '" + operator.opName() + "' of node '"
                        + operator.getOwnName() + "' with " + arguments.length + " inputs");
            }
            for (int i = 0; i < shapes.size(); i++) {
                context.setOutputArray(i, take(results.get(i), shapes.get(i)));
            }
            return new PlanStep(operator, context);
        }

        private List<PlanStep> broadcastMultiplyGradient(INDArray[] arguments, List<String> results) {
            INDArray left = take(results.get(0), arguments[0].shapeDescriptor());
            INDArray right = take(results.get(1), arguments[1].shapeDescriptor());
            INDArray product = pool.take(arguments[2].shapeDescriptor());
            List<PlanStep> added = BroadcastMultiplyGradient.steps(arguments, left, right, product);
            pool.give(product);
            return added;
        }

        private INDArray take(String name, LongShapeDescriptor shape) {
            INDArray array = pool.take(shape);
            arrays.put(name, array);
            return array;
        }

        private INDArray array(String name) {
            return arrays.computeIfAbsent(name, this::given);
        }

        private INDArray given(String name) {
            INDArray input = inputs.get(name);
            if (input != null) {
                return input;
            }
            SDVariable variable = graph.getVariable(name);
            if (variable.getVariableType() == VariableType.PLACEHOLDER) {
                throw new IllegalArgumentException("no array is given for placeholder '" + name + "'");
            }
            if (variable.getVariableType() == VariableType.CONSTANT) {
                fixed.add(name);
            }
            return variable.getArr();
        }

        private void release(List<String> names, List<String> results) {
            for (String name : names) {
                uses.merge(name, -1, Integer::sum);
            }
            Stream.concat(names.stream(), results.stream())
                    .distinct()
                    .filter(name -> uses.getOrDefault(name, 0) == 0 && !kept.contains(name) && !fixed.contains(name))
                    .map(arrays::get)
                    .filter(pool::owns)
                    .forEach(pool::give);
        }

        private static List<String> inputsOf(SameDiffOp operator) {
            List<String> names = operator.getInputsToOp();
            return names == null ? List.of() : names;
        }
    }
}

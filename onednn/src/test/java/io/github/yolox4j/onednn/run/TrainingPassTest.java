package io.github.yolox4j.onednn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.OperatingSystemMXBean;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.Architecture;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onednn.network.Network;
import io.github.yolox4j.onednn.network.NetworkReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TrainingPassTest {

    private static final AnchorGrid GRID = new AnchorGrid(128, 96);
    private static final int BATCH = 2;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Arena arena = new Arena();
    private final Map<String, INDArray> gradients = new HashMap<>();
    private final Map<String, INDArray> statistics = new HashMap<>();

    @AfterEach
    void free() {
        arena.close();
    }

    @BeforeAll
    static void oneDnnComputesHere() {
        assumeThat(OneDnnLibrary.obstacle()).isEmpty();
    }

    private TrainingPass pass(YoloxConfig config, Weights weights) {
        return pass(config, weights, 2);
    }

    private TrainingPass pass(YoloxConfig config, Weights weights, int threads) {
        SameDiff graph = YoloxGraph.training(config, weights, GRID).graph();
        Network network =
                NetworkReader.read(graph.getVariable(YoloxGraph.LOGITS), graph.getVariable(YoloxGraph.IMAGES));
        for (ParameterSpec spec : weights.specs()) {
            if (!weights.isFrozen(spec.name())) {
                (spec.kind().isTrainable() ? gradients : statistics)
                        .put(spec.name(), Nd4j.zeros(DataType.FLOAT, spec.graphShape()));
            }
        }
        TrainingPass pass =
                new TrainingPass(network, BATCH, threads, new PassArrays(weights.values(), gradients, statistics));
        pass.bind(arena.reserve(pass.bytes()));
        return pass;
    }

    private static float[] noise() {
        SplittableRandom random = new SplittableRandom(4);
        float[] pixels = new float[BATCH * 3 * GRID.height() * GRID.width()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextInt(256);
        }
        return pixels;
    }

    static List<YoloxConfig> networks() {
        return List.of(
                YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(3),
                YoloxConfig.of(YoloxConfig.Size.TINY).withClasses(3),
                new YoloxConfig("small", Architecture.DARKNET_FPN, 1, 0.125, false, 3));
    }

    /**
     * oneDNN falls back to kernels named {@code ref}, which are thousands of times slower, and says so nowhere. For the
     * weights of depthwise convolutions of 2x2 pixels it has no other one.
     */
    @ParameterizedTest
    @MethodSource("networks")
    void every_layer_has_a_fast_kernel(YoloxConfig config) {
        try (TrainingPass pass = pass(config, new Yolox(config).initialise(DataType.FLOAT, 1))) {
            assertThat(pass.kernels()).isNotEmpty().noneMatch(name -> name.startsWith("ref"));
        }
    }

    @Test
    void the_gradient_is_the_slope_of_the_sum_of_the_rows_squares() {
        YoloxConfig config = YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(3);
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 2);
        try (TrainingPass pass = pass(config, weights)) {
            step(pass);
            for (String name :
                    Set.of("head.reg_preds.1.weight", "head.cls_preds.0.bias", "backbone.C3_p3.conv3.bn.bias")) {
                INDArray gradient = gradients.get(name).dup();
                double square = gradient.norm2Number().doubleValue()
                        * gradient.norm2Number().doubleValue();
                double distance = 1e-2 / Math.sqrt(square);
                weights.value(name).addi(gradient.mul(distance));
                double above = step(pass);
                weights.value(name).subi(gradient.mul(2 * distance));
                double below = step(pass);
                weights.value(name).addi(gradient.mul(distance));
                assertThat((above - below) / (2 * distance)).as(name).isCloseTo(square, within(0.02 * square));
            }
        }
    }

    /** Half the sum of the squares of all rows, whose gradient is the rows. */
    private static double step(TrainingPass pass) {
        pass.forward(noise());
        FloatBuffer rows = pass.rows();
        FloatBuffer rowGradients = pass.rowGradients();
        double sum = 0;
        for (int i = 0; i < rows.capacity(); i++) {
            sum += 0.5 * rows.get(i) * rows.get(i);
            rowGradients.put(i, rows.get(i));
        }
        pass.backward();
        return sum;
    }

    @Test
    void frozen_parameters_get_no_gradient_and_others_the_same_as_before() {
        YoloxConfig config = YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(3);
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 2);
        Map<String, INDArray> all = new HashMap<>();
        try (TrainingPass pass = pass(config, weights)) {
            step(pass);
            gradients.forEach((name, value) -> all.put(name, value.dup()));
        }
        gradients.clear();
        statistics.clear();
        Weights partly = weights.withFrozen(weights.names().stream()
                .filter(name -> name.startsWith("backbone.") && !name.contains("running"))
                .toList());
        try (TrainingPass pass = pass(config, partly)) {
            step(pass);
            assertThat(gradients.keySet()).isNotEmpty().allMatch(name -> name.startsWith("head."));
            gradients.forEach((name, value) -> assertThat(value).as(name).isEqualTo(all.get(name)));
        }
    }

    @Test
    void equal_runs_give_equal_numbers_also_in_other_memory() {
        YoloxConfig config = YoloxConfig.of(YoloxConfig.Size.TINY).withClasses(3);
        try (Arena other = new Arena();
                TrainingPass pass = pass(config, new Yolox(config).initialise(DataType.FLOAT, 2))) {
            step(pass);
            Map<String, INDArray> first = new HashMap<>();
            gradients.forEach((name, value) -> first.put(name, value.dup()));
            pass.bind(other.reserve(pass.bytes()));
            step(pass);
            gradients.forEach((name, value) -> assertThat(value).as(name).isEqualTo(first.get(name)));
        }
    }

    @Test
    void images_of_another_size_are_refused() {
        YoloxConfig config = YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(3);
        try (TrainingPass pass = pass(config, new Yolox(config).initialise(DataType.FLOAT, 2))) {
            assertThatThrownBy(() -> pass.forward(new float[12]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("expected 73728 numbers, got 12");
        }
    }

    @Test
    void another_thread_than_its_makers_is_refused() throws InterruptedException {
        YoloxConfig config = YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(3);
        try (TrainingPass pass = pass(config, new Yolox(config).initialise(DataType.FLOAT, 2))) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread other = new Thread(() -> pass.forward(noise()), "other");
            other.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
            other.start();
            other.join();
            assertThat(thrown.get()).isInstanceOf(IllegalStateException.class).hasMessageEndingWith("not in other");
        }
    }

    /** ND4J brings a oneDNN of its own, in the same process. */
    @Test
    void nd4j_and_this_library_compute_side_by_side() {
        YoloxConfig config = YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(3);
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 2);
        try (TrainingPass pass = pass(config, weights)) {
            double before = step(pass);
            SameDiff graph = YoloxGraph.training(config, weights, GRID).graph();
            INDArray images = Nd4j.createFromArray(noise()).reshape(BATCH, 3, GRID.height(), GRID.width());
            INDArray rows = graph.outputSingle(Map.of(YoloxGraph.IMAGES, images), YoloxGraph.LOGITS);
            double ofNd4j =
                    0.5 * rows.mul(rows).castTo(DataType.DOUBLE).sumNumber().doubleValue();
            assertThat(step(pass)).isEqualTo(before).isCloseTo(ofNd4j, within(1e-4 * ofNd4j));
        }
    }

    @Test
    void a_pass_uses_the_threads_that_it_was_made_for() {
        YoloxConfig config = YoloxConfig.of(YoloxConfig.Size.TINY).withClasses(3);
        try (TrainingPass pass = pass(config, new Yolox(config).initialise(DataType.FLOAT, 2), 1)) {
            step(pass);
            long ofProcess = PROCESS.getProcessCpuTime();
            long ofThread = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < 20; i++) {
                step(pass);
            }
            ofThread = THREADS.getCurrentThreadCpuTime() - ofThread;
            ofProcess = PROCESS.getProcessCpuTime() - ofProcess;
            // What is left is the garbage collector's, and the compiler's if it has not ended.
            assertThat(ofThread).isGreaterThan((long) (0.6 * ofProcess));
        }
    }
}

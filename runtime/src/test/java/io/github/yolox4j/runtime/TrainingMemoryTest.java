package io.github.yolox4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.optim.RunningStatistics;
import io.github.yolox4j.train.optim.Sgd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Memory of the whole process, as Linux counts it. */
class TrainingMemoryTest {

    private static final Path STATUS = Path.of("/proc/self/status");

    /** The least memory of so many steps does not depend on when Java collects what it no longer needs. */
    private static final int WINDOW = 200;

    /** Sizes change every so many steps, as in multi-scale training. */
    private static final int STEPS_PER_SIZE = 10;

    static List<TrainingEngine.Factory> engines() {
        SessionSettings oneThread = SessionSettings.DEFAULT.withThreads(1);
        return List.of(OnnxTrainingEngine.with(oneThread), OneDnnTrainingEngine.with(oneThread));
    }

    @ParameterizedTest
    @MethodSource("engines")
    @Tag("slow")
    void two_thousand_steps_at_several_sizes_take_no_more_memory_than_two_hundred(TrainingEngine.Factory engines)
            throws IOException {
        assumeThat(STATUS).as("this system does not tell resident memory").exists();
        List<TrainingScene> scenes = new ArrayList<>();
        for (int side = 96; side <= 224; side += 32) {
            scenes.add(TrainingScene.small(1, new AnchorGrid(side, side)));
        }
        TrainingScene first = scenes.get(0);
        Sgd sgd = new Sgd(first.weights(), 0.9, 5e-4);
        double floor = Double.POSITIVE_INFINITY;
        List<Double> floors = new ArrayList<>();
        try (TrainingEngine engine = first.engine(engines, LossChoice.DEFAULT)) {
            for (int step = 1; step <= 2000; step++) {
                TrainingScene scene = scenes.get(step / STEPS_PER_SIZE % scenes.size());
                StepGradients gradients = engine.step(scene.grid(), scene.images(), scene.objects(), 1);
                RunningStatistics.update(first.weights(), gradients.statistics());
                sgd.step(gradients.gradients(), 1e-4);
                floor = Math.min(floor, residentMegabytes());
                if (step % WINDOW == 0) {
                    floors.add(floor);
                    floor = Double.POSITIVE_INFINITY;
                    System.gc();
                }
            }
        }
        double early = floors.get(1); // the first window made the sessions
        assertThat(floors.subList(1, floors.size()))
                .as("least resident megabytes of every %s steps", WINDOW)
                .allSatisfy(megabytes -> assertThat(megabytes).isCloseTo(early, within(0.05 * early)));
    }

    private static double residentMegabytes() throws IOException {
        String line = Files.readAllLines(STATUS).stream()
                .filter(l -> l.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
    }
}

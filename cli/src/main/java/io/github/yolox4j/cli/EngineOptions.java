package io.github.yolox4j.cli;

import io.github.yolox4j.runtime.OnnxTrainingEngine;
import io.github.yolox4j.runtime.SessionSettings;
import io.github.yolox4j.train.engine.SameDiffEngine;
import io.github.yolox4j.train.engine.TrainingEngine;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What computes the training steps. */
final class EngineOptions {

    @Option(
            names = "--engine",
            defaultValue = "onnxruntime",
            paramLabel = "NAME",
            description = "What computes the training steps: onnxruntime or samediff (default: ${DEFAULT-VALUE}).")
    private String engine;

    @Option(
            names = "--threads",
            defaultValue = "0",
            paramLabel = "N",
            description = "Threads that compute the steps; 0: one per core (default: ${DEFAULT-VALUE}).")
    private int threads;

    /** The engines by the names of the option. */
    private enum Engine {
        ONNXRUNTIME,
        SAMEDIFF;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Makes engines of the kind asked for.
     *
     * @throws IllegalArgumentException if there is none of that name; the message lists the valid ones
     */
    TrainingEngine.Factory factory() {
        return switch (chosen()) {
            case ONNXRUNTIME -> OnnxTrainingEngine.with(SessionSettings.DEFAULT.withThreads(threads));
            case SAMEDIFF -> {
                if (threads > 0) {
                    NativeBackend.limitThreads(threads);
                }
                yield SameDiffEngine::of;
            }
        };
    }

    /** The name of the engine asked for. */
    String name() {
        return chosen().toString();
    }

    /** How many threads the engine uses. */
    int threads() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    private Engine chosen() {
        return Arrays.stream(Engine.values())
                .filter(known -> known.toString().equals(engine))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown engine '" + engine + "'; valid are "
                        + Arrays.stream(Engine.values()).map(Engine::toString).collect(Collectors.joining(", "))));
    }
}

package io.github.yolox4j.cli.option;

import io.github.yolox4j.cli.doctor.KeptSteps;
import io.github.yolox4j.cli.doctor.NativeBackend;
import io.github.yolox4j.ort.InstalledRuntime;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.runtime.OnnxTrainingEngine;
import io.github.yolox4j.train.engine.SameDiffEngine;
import io.github.yolox4j.train.engine.TrainingEngine;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What computes the training steps and the evaluations between them. */
public final class EngineOptions {

    @Option(
            names = Engine.OPTION,
            defaultValue = "onnxruntime",
            paramLabel = "NAME",
            description = "Engine of training steps and evaluations: onnxruntime or samediff (default: "
                    + "${DEFAULT-VALUE}).")
    private Engine engine;

    @Mixin
    private DeviceOptions device;

    @Option(
            names = "--threads",
            defaultValue = "${bundle:session.threads}",
            paramLabel = "N",
            description = "Number of compute threads; 0: one per core, or as many as the system property "
                    + SessionSettings.THREADS + " says (default: ${DEFAULT-VALUE}).")
    private int threads;

    /** Makes engines of the kind asked for, if it can compute here as asked. */
    public TrainingEngine.Factory factory() {
        return switch (engine) {
            case ONNXRUNTIME -> OnnxTrainingEngine.with(device.settings().withThreads(threads), KeptSteps.cache());
            case SAMEDIFF -> {
                device.refuseForSameDiff();
                if (threads > 0) {
                    NativeBackend.limitThreads(threads);
                }
                yield SameDiffEngine::new;
            }
        };
    }

    /** Says in one line what computes the steps. */
    public void report(PrintWriter out) {
        switch (engine) {
            case ONNXRUNTIME -> out.printf(
                    "Steps are computed by ONNX Runtime %s on %s%n",
                    InstalledRuntime.version(), device.asked().withThreads(threads));
            case SAMEDIFF -> out.println("Steps are computed by SameDiff");
        }
    }

    /** The engine and where it computes, as a report says it. */
    public String computedBy() {
        return engine.on(
                engine == Engine.SAMEDIFF
                        ? deviceName()
                        : device.asked().withThreads(threads).toString());
    }

    /** The name of the engine asked for. */
    public String name() {
        return engine.toString();
    }

    /** How many numbers the engine keeps for each that a layer puts out. */
    public double numbersPerActivation() {
        return switch (engine) {
            case ONNXRUNTIME -> OnnxTrainingEngine.NUMBERS_PER_ACTIVATION;
            case SAMEDIFF -> SameDiffEngine.NUMBERS_PER_ACTIVATION;
        };
    }

    /** How many threads the engine uses. */
    public int threads() {
        int used = SessionSettings.DEFAULT.withThreads(threads).threadsUsed();
        return used > 0 ? used : Runtime.getRuntime().availableProcessors();
    }

    /** Where the steps are computed, as a report says it. */
    public String deviceName() {
        return engine == Engine.SAMEDIFF
                ? NativeBackend.load().device()
                : device.device().toString();
    }
}

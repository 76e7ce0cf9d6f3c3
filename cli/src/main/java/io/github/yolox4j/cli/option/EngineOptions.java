package io.github.yolox4j.cli.option;

import io.github.yolox4j.cli.doctor.KeptSteps;
import io.github.yolox4j.cli.doctor.NativeBackend;
import io.github.yolox4j.onednn.run.OneDnnLibrary;
import io.github.yolox4j.ort.Device;
import io.github.yolox4j.ort.InstalledRuntime;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.runtime.OneDnnTrainingEngine;
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
            defaultValue = "auto",
            paramLabel = "NAME",
            description =
                    "Engine of training steps: onednn, onnxruntime or samediff; auto is onednn on the CPU where it "
                            + "computes, else onnxruntime (default: ${DEFAULT-VALUE}). samediff also evaluates, else "
                            + "ONNX Runtime does.")
    private StepEngine engine;

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
        return switch (chosen()) {
            case AUTO -> throw new IllegalStateException("a choice is left");
            case ONEDNN -> {
                refuseUnlessOnCpu();
                yield OneDnnTrainingEngine.with(settings());
            }
            case ONNXRUNTIME -> {
                device.settings();
                yield OnnxTrainingEngine.with(settings(), KeptSteps.cache());
            }
            case SAMEDIFF -> {
                device.refuseForSameDiff();
                if (threads > 0) {
                    NativeBackend.limitThreads(threads);
                }
                yield SameDiffEngine::new;
            }
        };
    }

    private void refuseUnlessOnCpu() {
        if (device.device().kind() != Device.Kind.CPU) {
            throw new IllegalArgumentException("the onednn engine computes on the CPU; " + Engine.OPTION
                    + " onnxruntime computes on " + device.device());
        }
        OneDnnLibrary.obstacle().ifPresent(obstacle -> {
            throw new IllegalArgumentException(
                    obstacle + "; " + Engine.OPTION + " onnxruntime computes on every processor");
        });
    }

    private StepEngine chosen() {
        return engine.chosen(device.asked());
    }

    private SessionSettings settings() {
        return device.asked().withThreads(threads);
    }

    /** Says in one line what computes the steps. */
    public void report(PrintWriter out) {
        out.println("Steps are computed by "
                + switch (chosen()) {
                    case ONEDNN -> "oneDNN " + OneDnnLibrary.version() + " on " + settings();
                    case SAMEDIFF -> "SameDiff";
                    default -> "ONNX Runtime " + InstalledRuntime.version() + " on " + settings();
                });
    }

    /** What evaluates and where, as a report says it. */
    public String evaluatedBy() {
        return chosen() == StepEngine.SAMEDIFF
                ? Engine.SAMEDIFF.on(deviceName())
                : Engine.ONNXRUNTIME.on(settings().toString());
    }

    /** The name of the engine that computes the steps. */
    public String name() {
        return chosen().toString();
    }

    /** How many numbers the engine keeps for each that a layer puts out. */
    public double numbersPerActivation() {
        return switch (chosen()) {
            case ONEDNN -> OneDnnTrainingEngine.NUMBERS_PER_ACTIVATION;
            case SAMEDIFF -> SameDiffEngine.NUMBERS_PER_ACTIVATION;
            default -> OnnxTrainingEngine.NUMBERS_PER_ACTIVATION;
        };
    }

    /** How many threads the engine uses at most. */
    public int threads() {
        int used = SessionSettings.DEFAULT.withThreads(threads).threadsUsed();
        return used > 0 ? used : Runtime.getRuntime().availableProcessors();
    }

    /** Where the steps are computed, as a report says it. */
    public String deviceName() {
        return chosen() == StepEngine.SAMEDIFF
                ? NativeBackend.load().device()
                : device.device().toString();
    }
}

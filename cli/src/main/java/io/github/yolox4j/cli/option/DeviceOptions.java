package io.github.yolox4j.cli.option;

import io.github.yolox4j.ort.Device;
import io.github.yolox4j.ort.InstalledRuntime;
import io.github.yolox4j.ort.SessionSettings;
import picocli.CommandLine.Option;

/** Where ONNX Runtime computes, and how exactly. */
public final class DeviceOptions {

    @Option(
            names = "--device",
            defaultValue = "${bundle:session.device}",
            paramLabel = "cpu|cuda[:N]",
            description = "Device of ONNX Runtime; 'yolox4j doctor' lists the available ones (default: "
                    + "${DEFAULT-VALUE}).")
    private Device device;

    @Option(
            names = "--tf32",
            arity = "0..1",
            defaultValue = "false",
            fallbackValue = "true",
            description = "Allows TF32 on a CUDA device: faster, but less exact than the CPU.")
    private boolean tf32;

    @Option(
            names = "--deterministic",
            arity = "0..1",
            defaultValue = "false",
            fallbackValue = "true",
            description = "Use only deterministic kernels. On the CPU this also needs a single thread.")
    private boolean deterministic;

    public Device device() {
        return device;
    }

    /** Settings of the sessions, whether or not they are possible here. */
    public SessionSettings asked() {
        return SessionSettings.DEFAULT.withDevice(device).withTf32(tf32).withDeterministic(deterministic);
    }

    /** Settings of the sessions; if ONNX Runtime cannot compute so here, the exception says why. */
    public SessionSettings settings() {
        SessionSettings asked = asked();
        InstalledRuntime.require(device);
        return asked;
    }

    /** Fails if anything was asked for that SameDiff does not do. */
    public void refuseForSameDiff() {
        refuseFor("the samediff engine runs on the device of its ND4J backend (docs/gpu.md)");
    }

    /** Fails if anything was asked for that only ONNX Runtime does, and says what there is instead. */
    public void refuseFor(String instead) {
        if (device.kind() != Device.Kind.CPU || tf32 || deterministic) {
            throw new IllegalArgumentException(
                    "--device, --tf32 and --deterministic are for the onnxruntime engine; " + instead);
        }
    }
}

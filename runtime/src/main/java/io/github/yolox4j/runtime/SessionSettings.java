package io.github.yolox4j.runtime;

/**
 * How ONNX Runtime runs a model.
 *
 * @param device where it computes
 * @param threads used inside an operator on the CPU; 0 leaves the choice to ONNX Runtime: one per core
 */
public record SessionSettings(Device device, int threads) {

    /** The CPU, with as many threads as ONNX Runtime likes. */
    public static final SessionSettings DEFAULT = new SessionSettings(Device.CPU, 0);

    public SessionSettings {
        if (threads < 0) {
            throw new IllegalArgumentException("threads must not be negative: " + threads);
        }
    }

    public SessionSettings withDevice(Device other) {
        return new SessionSettings(other, threads);
    }

    public SessionSettings withThreads(int number) {
        return new SessionSettings(device, number);
    }
}

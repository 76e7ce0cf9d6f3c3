package io.github.yolox4j.model.weights;

/** What a parameter is: this decides its shape, how it is first drawn, and how the optimiser treats it. */
public enum ParameterKind {
    /** Reference {@code [out, in, k, k]}, graph {@code [k, k, in, out]}. */
    CONVOLUTION_WEIGHT(true),
    /** Reference {@code [channels, 1, k, k]}, graph {@code [k, k, channels, 1]}. */
    DEPTHWISE_WEIGHT(true),
    /** {@code [out]}. */
    CONVOLUTION_BIAS(true),
    /** Reference {@code [channels]}, graph {@code [1, channels, 1, 1]}, like the other three of batch-norm. */
    NORM_WEIGHT(true),
    NORM_BIAS(true),
    RUNNING_MEAN(false),
    RUNNING_VARIANCE(false);

    private final boolean trainable;

    ParameterKind(boolean trainable) {
        this.trainable = trainable;
    }

    /** Whether it has a gradient; running statistics have none. */
    public boolean isTrainable() {
        return trainable;
    }

    /** Whether weight decay applies: to convolution weights only. */
    public boolean isDecayed() {
        return this == CONVOLUTION_WEIGHT || this == DEPTHWISE_WEIGHT;
    }
}

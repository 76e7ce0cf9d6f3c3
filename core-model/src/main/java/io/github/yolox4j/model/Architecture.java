package io.github.yolox4j.model;

import io.github.yolox4j.model.graph.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The families of networks that the reference has, and what is fixed in each whatever its depth and width. */
public enum Architecture {
    /** YOLOX proper: Darknet with cross-stage partial layers, a path-aggregating pyramid, SiLU. */
    CSP_PAN(Activation.SILU, 64, List.of(256, 512, 1024)),

    /** The network of YOLOv3 under the head of YOLOX: plain Darknet53, a feature pyramid, leaky ReLU. */
    DARKNET_FPN(Activation.LEAKY_RELU, 32, List.of(128, 256, 512));

    private final Activation activation;
    private final int stemChannels;
    private final List<Integer> featureChannels;

    Architecture(Activation activation, int stemChannels, List<Integer> featureChannels) {
        this.activation = activation;
        this.stemChannels = stemChannels;
        this.featureChannels = featureChannels;
    }

    /** Of every block. */
    public Activation activation() {
        return activation;
    }

    /** Channels of the first layer at width 1; all others are multiples of it. */
    public int stemChannels() {
        return stemChannels;
    }

    /** Channels at strides 8, 16 and 32 that the head receives at width 1. */
    public List<Integer> featureChannels() {
        return featureChannels;
    }

    /** The name as it stands in files. */
    public String lowerName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The architecture of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static Architecture parse(String name) {
        return Arrays.stream(values())
                .filter(architecture -> architecture.lowerName().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown architecture '" + name + "', valid are "
                        + Arrays.stream(values()).map(Architecture::lowerName).collect(Collectors.joining(", "))));
    }
}

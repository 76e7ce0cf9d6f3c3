package io.github.yolox4j.onednn.network;

import io.github.yolox4j.model.graph.Activation;
import java.util.List;
import java.util.Optional;

/** One operation of a network that oneDNN has a primitive for, or nearly so. */
public sealed interface Layer {

    /** What it makes. */
    Feature output();

    /** What it reads, in order. */
    List<Feature> inputs();

    /** Folds each 2x2 square of pixels into channels: top left, bottom left, top right, bottom right. */
    record Fold(Feature image, Feature output) implements Layer {
        @Override
        public List<Feature> inputs() {
            return List.of(image);
        }
    }

    /**
     * A convolution with {@code (kernel - 1) / 2} pixels of padding.
     *
     * @param inputs their channels one after the other are what it reads
     * @param weight name of its weight: {@code [out, in, k, k]}, or {@code [k, k, channels, 1]} of a depthwise one
     * @param bias name of its bias, if it has one
     * @param depthwise whether each channel has a filter of its own
     */
    record Convolution(
            List<Feature> inputs,
            String weight,
            Optional<String> bias,
            int kernel,
            int stride,
            boolean depthwise,
            Feature output)
            implements Layer {

        public Convolution {
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * Normalises each channel over batch, height and width.
     *
     * @param path the part of its parameters' names before {@code .weight}
     * @param statistics which mean and variance it uses
     */
    record BatchNorm(Feature input, String path, Statistics statistics, Feature output) implements Layer {
        @Override
        public List<Feature> inputs() {
            return List.of(input);
        }

        public String weight() {
            return path + ".weight";
        }

        public String bias() {
            return path + ".bias";
        }

        public String runningMean() {
            return path + ".running_mean";
        }

        public String runningVariance() {
            return path + ".running_var";
        }
    }

    /** Which mean and variance a batch-norm uses. */
    enum Statistics {
        /** Those of the batch. */
        BATCH,
        /** The running ones, which training leaves alone. */
        RUNNING
    }

    /** Applies a function to each number. */
    record Activate(Feature input, Activation function, Feature output) implements Layer {
        @Override
        public List<Feature> inputs() {
            return List.of(input);
        }
    }

    /** Adds two maps. */
    record Add(Feature left, Feature right, Feature output) implements Layer {
        @Override
        public List<Feature> inputs() {
            return List.of(left, right);
        }
    }

    /** The largest number of each square of pixels, one square around each pixel. */
    record MaxPool(Feature input, int window, Feature output) implements Layer {
        @Override
        public List<Feature> inputs() {
            return List.of(input);
        }
    }

    /** Doubles height and width by repeating each number. */
    record Upsample(Feature input, Feature output) implements Layer {
        @Override
        public List<Feature> inputs() {
            return List.of(input);
        }
    }
}

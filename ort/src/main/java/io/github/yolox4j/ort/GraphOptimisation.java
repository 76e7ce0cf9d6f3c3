package io.github.yolox4j.ort;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;

/** How far ONNX Runtime rewrites a graph before it runs it. */
public enum GraphOptimisation {
    /** Not at all: for a graph that it rewrote before. */
    NONE(OptLevel.NO_OPT),

    /** By all rules that hold on every processor; the result may be kept in a file. */
    PORTABLE(OptLevel.EXTENDED_OPT),

    /** By all rules: constant kernels in this processor's own layout too. */
    ALL(OptLevel.ALL_OPT);

    private final OptLevel level;

    GraphOptimisation(OptLevel level) {
        this.level = level;
    }

    OptLevel level() {
        return level;
    }
}

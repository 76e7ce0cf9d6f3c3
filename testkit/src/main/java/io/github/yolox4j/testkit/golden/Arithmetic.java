package io.github.yolox4j.testkit.golden;

/** In what a case is computed, which decides what can compute it. */
public enum Arithmetic {
    /** In plain Java, whatever the engine. */
    NO_GRAPH,

    /** Graphs in single precision. */
    SINGLE,

    /** Graphs in double precision. */
    DOUBLE
}

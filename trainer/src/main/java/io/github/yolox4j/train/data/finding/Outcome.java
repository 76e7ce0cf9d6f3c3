package io.github.yolox4j.train.data.finding;

/** What becomes of something unusual in a dataset. */
public enum Outcome {
    /** The meaning is unsure, or data would be lost: training refuses the dataset. */
    REFUSED,
    /** The meaning is certain to a person: read, counted by kind, and listed by a check. */
    NOTED,
    /** The meaning is certain: read as it stands. Only a check lists it, for somebody to look at. */
    READ
}

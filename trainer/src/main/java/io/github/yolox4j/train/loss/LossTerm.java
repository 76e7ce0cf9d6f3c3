package io.github.yolox4j.train.loss;

import java.util.Locale;

/** A term of a training loss. A task has some of them. */
public enum LossTerm {
    BOX,
    OBJECTNESS,
    CLASSES,
    /** On raw boxes. */
    L1;

    /** The scalar of a training graph that holds the weighted term. */
    public String variable() {
        return "loss." + this;
    }

    /** The name in lower case, as it stands in logs. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

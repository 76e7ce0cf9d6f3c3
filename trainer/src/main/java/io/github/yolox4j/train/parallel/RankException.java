package io.github.yolox4j.train.parallel;

import java.io.IOException;

/** A rank failed, so that no rank can go on. */
public final class RankException extends IOException {

    private static final long serialVersionUID = 1;

    private final RankFailure failure;

    RankException(RankFailure failure) {
        super(failure.toString());
        this.failure = failure;
    }

    /** Which rank failed first, as far as this rank knows. */
    public RankFailure failure() {
        return failure;
    }
}

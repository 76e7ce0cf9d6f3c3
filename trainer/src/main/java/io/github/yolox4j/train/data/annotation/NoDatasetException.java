package io.github.yolox4j.train.data.annotation;

import java.io.IOException;

/** Nothing of a format was found in a place, as opposed to something of it that is wrong. */
public final class NoDatasetException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Says what was expected and what is there. */
    public NoDatasetException(String message) {
        super(message);
    }
}

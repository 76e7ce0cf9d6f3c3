package io.github.yolox4j.verify;

/** What became of a case. */
public enum Verdict {
    PASSED("passed"),
    FAILED("failed"),
    UNSUPPORTED("not supported yet");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** The verdict as reports print it. */
    @Override
    public String toString() {
        return words;
    }
}

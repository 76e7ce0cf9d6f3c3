package io.github.yolox4j.testkit.check;

/** What became of a case. */
public enum Verdict {
    PASSED("passed"),
    FAILED("failed"),

    /** It asks for what does not exist yet, so it proves nothing. */
    UNSUPPORTED("not supported yet"),

    /** It does not apply, and the reason says why; what is left is proof without it. */
    LEFT_OUT("left out");

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

package io.github.yolox4j.train.data.format;

/**
 * One thing that is wrong with a dataset.
 *
 * @param text one line: where, by file and line if it has one, and what
 */
public record Problem(ProblemKind kind, String text) {

    @Override
    public String toString() {
        return kind.severity() + " " + text;
    }
}

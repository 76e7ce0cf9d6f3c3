package io.github.yolox4j.train.data.finding;

/**
 * One thing that is unusual about a dataset.
 *
 * @param outcome what becomes of it
 * @param text one line: where, by file and line if it has one, and what
 */
public record Problem(ProblemKind kind, Outcome outcome, String text) {

    @Override
    public String toString() {
        return outcome + " " + text;
    }
}

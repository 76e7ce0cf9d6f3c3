package io.github.yolox4j.testkit.check;

/** A check that holds or not, without a measure. */
public record Condition(String subject, boolean passed, String finding) implements Check {

    @Override
    public String sentence() {
        return subject + ": " + finding;
    }
}

package io.github.yolox4j.losses.golden;

import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.check.Condition;

/** Whether a loss stays finite where losses tend not to. */
final class FiniteCheck {

    private FiniteCheck() {}

    /** Value and gradient of every row are finite. */
    static Check of(String subject, LossRun run) {
        String values = firstOdd("value", run.values());
        String finding = values.isEmpty() ? firstOdd("gradient", run.gradient()) : values;
        return new Condition(subject, finding.isEmpty(), finding.isEmpty() ? "value and gradient are finite" : finding);
    }

    private static String firstOdd(String what, Numbers numbers) {
        return numbers.firstNotFinite()
                .map(odd -> what + odd.index() + " is " + odd.actual())
                .orElse("");
    }
}

package io.github.yolox4j.verify.reference;

import io.github.yolox4j.verify.Check;
import io.github.yolox4j.verify.Condition;
import io.github.yolox4j.verify.Numbers;

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
        int odd = numbers.firstNotFinite();
        return odd < 0 ? "" : what + numbers.place(odd) + " is " + numbers.at(odd);
    }
}

/**
 * Proof that numbers agree: a {@link io.github.yolox4j.testkit.check.Check} says what was compared and by how
 * much it differed, a {@link io.github.yolox4j.testkit.check.CaseResult} gathers the checks of one case, a
 * {@link io.github.yolox4j.verify.Report} all cases. What is allowed to differ is a {@link
 * io.github.yolox4j.testkit.Closeness}. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.verify;

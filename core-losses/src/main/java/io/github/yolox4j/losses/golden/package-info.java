/**
 * Runs the golden cases of losses: {@link io.github.yolox4j.losses.golden.LossKinds} for this module's tests and for
 * {@code verify}. It needs {@code yolox4j-testkit}, which this module brings to nobody else. No parameter or result is
 * ever {@code null}.
 */
package io.github.yolox4j.losses.golden;

/**
 * Runs the golden cases of networks: {@link io.github.yolox4j.model.golden.ModelForwardKind} for this module's
 * tests and for {@code verify}. It needs {@code yolox4j-testkit}, which this module brings to nobody else. No
 * parameter or result is ever {@code null}.
 */
package io.github.yolox4j.model.golden;

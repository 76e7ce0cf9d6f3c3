/**
 * What was checked and what was found: a {@link io.github.yolox4j.testkit.check.Check} compares numbers or
 * states a condition, a {@link io.github.yolox4j.testkit.check.CaseResult} gathers the checks of one case. No
 * parameter or result is ever {@code null}.
 */
package io.github.yolox4j.testkit.check;

/**
 * For the tests of other projects: {@link io.github.yolox4j.conformance.GoldenTest} makes a JUnit test of every
 * case of a golden folder, {@link io.github.yolox4j.conformance.LossCase} puts a loss of one's own to such a
 * case, and {@link io.github.yolox4j.conformance.TensorAssertions} says of tensors where and how far they
 * differ. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.conformance;

/**
 * Golden folders run against this library: {@link io.github.yolox4j.verify.reference.GoldenSuite} opens a folder and
 * gives a report; a {@link io.github.yolox4j.verify.reference.GoldenEngine} computes networks and training steps. Each
 * {@link io.github.yolox4j.testkit.golden.GoldenKind} lives beside the code that it runs. The format is described in
 * {@code docs/golden-format.md}. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.verify.reference;

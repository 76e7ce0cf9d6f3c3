/**
 * Golden folders run against this library: {@link io.github.yolox4j.verify.reference.GoldenSuite} opens a
 * folder and gives a report; each {@link io.github.yolox4j.verify.reference.GoldenKind} knows how one kind of
 * case is computed and compared; a {@link io.github.yolox4j.verify.reference.GoldenEngine} computes networks
 * and training steps. The format is described in {@code docs/golden-format.md}. No parameter or result is ever
 * {@code null}.
 */
package io.github.yolox4j.verify.reference;

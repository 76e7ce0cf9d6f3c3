package io.github.yolox4j.losses.box;

/**
 * A box loss of another project: the one member of the family that is open. A trainer takes it like any other, both
 * engines run it, and the exported file carries its text; {@link BoxLosses#parse} does not know it.
 *
 * <p>Whoever implements it owes what {@link BoxLoss} promises, and a {@code toString} by which it is known.
 */
public non-sealed interface CustomBoxLoss extends BoxLoss {}

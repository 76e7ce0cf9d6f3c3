package io.github.yolox4j.losses;

import java.util.Objects;

/**
 * One line of a table of losses.
 *
 * @param name what a loss is called by, such as {@code inner}
 * @param expression the whole text with the defaults, such as {@code inner(ciou, ratio=0.75)}; parsing it gives the
 *     loss that the entry is about
 * @param formula the loss in one line of plain text
 * @param reference who published it, and where
 */
public record LossEntry(String name, String expression, String formula, String reference) {

    public LossEntry {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(expression, "expression");
        Objects.requireNonNull(formula, "formula");
        Objects.requireNonNull(reference, "reference");
    }
}

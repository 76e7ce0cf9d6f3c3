package io.github.yolox4j.train.data;

/**
 * Objects of one class count as those of another.
 *
 * @param from the class as annotated
 * @param to the class it becomes; it need not be annotated itself
 */
public record ClassRenaming(String from, String to) {

    public ClassRenaming {
        if (from.isBlank() || to.isBlank()) {
            throw new IllegalArgumentException("a renaming needs two class names, got '" + from + "' and '" + to + "'");
        }
    }

    /**
     * Reads {@code FROM=TO}.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static ClassRenaming parse(String text) {
        String[] names = text.split("=", -1);
        if (names.length != 2 || names[0].isBlank() || names[1].isBlank()) {
            throw new IllegalArgumentException("a renaming must be CLASS=CLASS, as in van=car, got '" + text + "'");
        }
        return new ClassRenaming(names[0].strip(), names[1].strip());
    }

    @Override
    public String toString() {
        return from + "=" + to;
    }
}

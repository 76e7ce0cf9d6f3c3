package io.github.yolox4j.train.data.format;

/** What can be wrong with a dataset. */
public enum ProblemKind {
    MISSING_FILE(Severity.ERROR, "missing files"),
    UNREADABLE_FILE(Severity.ERROR, "unreadable files"),
    WRONG_SIZE(Severity.ERROR, "images whose size differs from their annotation"),
    WRONG_ANNOTATION(Severity.ERROR, "invalid annotations"),
    UNKNOWN_CLASS(Severity.ERROR, "objects of unknown classes"),
    NO_AREA(Severity.WARNING, "boxes without area"),
    OUTSIDE(Severity.WARNING, "boxes outside the image"),
    PARTLY_OUTSIDE(Severity.NOTE, "boxes that extend beyond the image"),
    ROW_OF_ANOTHER_TASK(Severity.NOTE, "rows of other tasks, read as boxes"),
    FRACTION_OUTSIDE(Severity.NOTE, "fractions a little outside of 0 to 1"),
    CLASS_WITH_FRACTION(Severity.NOTE, "classes written with a decimal point"),
    DUPLICATE_BOX(Severity.NOTE, "duplicate boxes"),
    DUPLICATE_IMAGE(Severity.NOTE, "duplicate images"),
    NO_OBJECTS(Severity.NOTE, "images without objects"),
    UNUSED_CLASS(Severity.NOTE, "classes without objects");

    /** How bad a problem is. */
    public enum Severity {
        /** Training refuses the dataset. */
        ERROR,
        /** Training goes on and leaves out what is wrong. */
        WARNING,
        /** Training takes it as it is; somebody should look at it. */
        NOTE
    }

    private final Severity severity;
    private final String plural;

    ProblemKind(Severity severity, String plural) {
        this.severity = severity;
        this.plural = plural;
    }

    public Severity severity() {
        return severity;
    }

    /** Several of the kind, as "boxes without area". */
    public String plural() {
        return plural;
    }
}

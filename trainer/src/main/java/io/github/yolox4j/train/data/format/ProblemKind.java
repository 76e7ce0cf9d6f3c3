package io.github.yolox4j.train.data.format;

/** What can be wrong with a dataset. */
public enum ProblemKind {
    MISSING_FILE(Severity.ERROR, "files that are missing"),
    UNREADABLE_FILE(Severity.ERROR, "files that cannot be read"),
    WRONG_SIZE(Severity.ERROR, "images of another size than annotated"),
    WRONG_ANNOTATION(Severity.ERROR, "annotations that make no sense"),
    UNKNOWN_CLASS(Severity.ERROR, "objects of an unknown class"),
    NO_AREA(Severity.WARNING, "boxes without area"),
    OUTSIDE(Severity.WARNING, "boxes outside their image"),
    PARTLY_OUTSIDE(Severity.NOTE, "boxes that reach over an edge of their image"),
    DUPLICATE_BOX(Severity.NOTE, "boxes marked twice"),
    DUPLICATE_IMAGE(Severity.NOTE, "images that are copies of others"),
    NO_OBJECTS(Severity.NOTE, "images without objects"),
    UNUSED_CLASS(Severity.NOTE, "classes that no object has");

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

package io.github.yolox4j.train.data.finding;

/** What can be unusual about a dataset, with what usually becomes of it; {@link Policy} has the last word. */
public enum ProblemKind {
    MISSING_FILE(Outcome.REFUSED, "missing annotation files"),
    WRONG_ANNOTATION(Outcome.REFUSED, "invalid annotations"),
    WRONG_OBJECT(Outcome.REFUSED, "objects that make no sense"),
    UNKNOWN_CLASS(Outcome.REFUSED, "objects of unknown classes"),
    FEW_IMAGES(Outcome.REFUSED, "splits with most images missing or unreadable"),
    UNLABELLED(Outcome.REFUSED, "training splits without labels"),

    MISSING_IMAGE(Outcome.NOTED, "missing images, left out"),
    UNREADABLE_IMAGE(Outcome.NOTED, "unreadable images, left out"),
    WRONG_SIZE(Outcome.NOTED, "images whose size differs from their annotation, left out"),
    NO_AREA(Outcome.NOTED, "boxes without area, left out"),
    OUTSIDE(Outcome.NOTED, "boxes outside the image, left out"),
    OTHER_SHAPE(Outcome.NOTED, "objects of other tasks, read as boxes"),
    FRACTION_OUTSIDE(Outcome.NOTED, "fractions a little outside of 0 to 1"),
    CLASS_WITH_FRACTION(Outcome.NOTED, "classes written with a decimal point"),
    VALUE_AS_OTHER_TYPE(Outcome.NOTED, "values written as another type"),
    EXCHANGED_CORNERS(Outcome.NOTED, "boxes with exchanged corners, put right"),
    SIZE_FROM_IMAGE(Outcome.NOTED, "images whose size is read from the file"),
    MOVED_IMAGE(Outcome.NOTED, "images found in another folder than named"),
    SAME_NAME(Outcome.NOTED, "categories of one name, read as one class"),
    ROOT_CATEGORY(Outcome.NOTED, "root categories, left out"),
    CLASS_ORDER(Outcome.NOTED, "splits that list the classes in another order"),
    OUTSIDE_SPLITS(Outcome.NOTED, "annotated images outside of the folders that are read"),
    WHOLE_AS_SPLIT(Outcome.NOTED, "splits that are all images"),
    MOSTLY_EMPTY(Outcome.NOTED, "splits with objects in less than half of the images"),

    PARTLY_OUTSIDE(Outcome.READ, "boxes that extend beyond the image"),
    DUPLICATE_BOX(Outcome.READ, "duplicate boxes"),
    SHARED_IMAGE(Outcome.READ, "validation images that are also training images"),
    DUPLICATE_IMAGE(Outcome.READ, "duplicate images"),
    NEARLY_BLACK(Outcome.READ, "16-bit images that will be nearly black"),
    NO_LABEL_FILE(Outcome.READ, "images without a label file"),
    NO_OBJECTS(Outcome.READ, "images without objects"),
    UNUSED_CLASS(Outcome.READ, "classes without objects");

    private final Outcome usual;
    private final String plural;

    ProblemKind(Outcome usual, String plural) {
        this.usual = usual;
        this.plural = plural;
    }

    Outcome usual() {
        return usual;
    }

    /** Several of the kind, as "boxes without area, left out". */
    public String plural() {
        return plural;
    }
}

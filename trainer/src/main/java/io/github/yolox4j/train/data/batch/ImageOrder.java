package io.github.yolox4j.train.data.batch;

/** Which images of a dataset an epoch has, and in which order; it always has as many as the dataset. */
public enum ImageOrder {

    /** Every image once, as the dataset lists them. */
    LISTED,

    /** Every image once, in an order of the epoch's own. */
    SHUFFLED,

    /** Images of rare classes more often than others, see {@link ClassBalance}, in an order of the epoch's own. */
    BALANCED
}

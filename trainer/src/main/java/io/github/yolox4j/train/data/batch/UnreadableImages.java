package io.github.yolox4j.train.data.batch;

/** What is done about images that are missing, damaged, or of another size than annotated. */
public enum UnreadableImages {
    /** The next image that can be read takes the place of each; they are counted and named. */
    SKIP,
    /** Nothing goes on. */
    STOP
}

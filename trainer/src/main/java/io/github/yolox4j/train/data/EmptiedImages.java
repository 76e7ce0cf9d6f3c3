package io.github.yolox4j.train.data;

/** What becomes of an image whose objects are all of classes that are left out. */
public enum EmptiedImages {
    /** It stays, as one that shows none of the classes. */
    BACKGROUND,
    /** It is left out too. Images without objects from the start stay. */
    DROP
}

package io.github.yolox4j.train.eval;

/** What matching made of a detection. */
enum Verdict {
    /** It found an object that counts. */
    HIT,
    /** It found nothing. */
    MISS,
    /** It found a crowd or an object of another size, or found nothing and is itself of another size. */
    IGNORED
}

package io.github.yolox4j.train.data.annotation;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;

/** Single images may be left out; if most are, something else is wrong. */
public final class MissingImages {

    private MissingImages() {}

    /**
     * Tells if more images of a split were left out, as missing or unreadable, than are left.
     *
     * @param where the folder or file, for the message
     * @param findings of this split alone
     * @return the split
     * @throws IOException if the findings throw it
     */
    public static Dataset check(Object where, Dataset dataset, Findings findings) throws IOException {
        int leftOut = findings.count(ProblemKind.MISSING_IMAGE) + findings.count(ProblemKind.UNREADABLE_IMAGE);
        if (leftOut > dataset.size()) {
            findings.tell(
                    ProblemKind.FEW_IMAGES,
                    where + ": " + leftOut + " of " + (leftOut + dataset.size())
                            + " images are missing or cannot be read, which is more than half; the first: "
                            + findings.imagesLeftOut().get(0));
        }
        return dataset;
    }
}

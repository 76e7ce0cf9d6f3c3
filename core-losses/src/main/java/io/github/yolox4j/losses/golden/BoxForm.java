package io.github.yolox4j.losses.golden;

import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import org.nd4j.autodiff.samediff.SDVariable;

/** The form in which a box loss is given the boxes of a case, which are {@code cx, cy, w, h}. */
public enum BoxForm {
    /** As they are. */
    CENTERS {
        @Override
        BoxPairs pairs(SDVariable predicted, SDVariable target, BoxPolicy policy) {
            return BoxPairs.ofCenters(predicted, target, policy);
        }
    },

    /** As {@code x1, y1, x2, y2}; the gradient is still that of the centres and sides. */
    CORNERS {
        @Override
        BoxPairs pairs(SDVariable predicted, SDVariable target, BoxPolicy policy) {
            return BoxPairs.ofCorners(corners(predicted), corners(target), policy);
        }
    };

    abstract BoxPairs pairs(SDVariable predicted, SDVariable target, BoxPolicy policy);

    private static SDVariable corners(SDVariable centers) {
        SDVariable[] c = centers.getSameDiff().unstack(centers, 1, 4);
        return centers.getSameDiff()
                .stack(
                        1,
                        c[0].sub(c[2].mul(0.5)),
                        c[1].sub(c[3].mul(0.5)),
                        c[0].add(c[2].mul(0.5)),
                        c[1].add(c[3].mul(0.5)));
    }
}

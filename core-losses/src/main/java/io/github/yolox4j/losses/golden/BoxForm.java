package io.github.yolox4j.losses.golden;

import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import org.nd4j.autodiff.samediff.SDVariable;

/** The form in which a box loss is given the boxes of a case, which are {@code cx, cy, w, h}. */
@FunctionalInterface
public interface BoxForm {

    /** As they are. */
    BoxForm CENTERS = BoxPairs::ofCenters;

    /** Pairs of boxes whose gradient is that of the centres and sides. */
    BoxPairs pairs(SDVariable predicted, SDVariable target, BoxPolicy policy);
}

package io.github.yolox4j.onednn.run;

import org.bytedeco.dnnl.memory;

/**
 * Numbers in a region.
 *
 * @param layout of the numbers: shape, strides, blocks, and where in the region they begin
 */
record Tensor(memory.desc layout, Region region) {

    /** The same region read in another way. */
    Tensor as(memory.desc other) {
        return new Tensor(other, region);
    }
}

package io.github.yolox4j.onednn.run;

import java.util.Optional;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Arrays of a number per channel, for kernels that read and write whole blocks of channels: an array of another length
 * is copied from or to where there is room for the last block.
 */
record ChannelNumbers(PassBuilder pass, long channels) {

    memory.desc layout() {
        return OneDnn.layout(memory.format_tag.x, channels);
    }

    /** The numbers of an array, to be read. */
    Tensor read(INDArray array) {
        Tensor place = placeFor(Optional.of(array));
        copy(pass.array(array, layout()), place);
        return place;
    }

    /** Where numbers for an array are to be written; where nobody wants them, somewhere. */
    Tensor placeFor(Optional<INDArray> array) {
        if (array.isPresent() && channels % OneDnn.mapBlock() == 0) {
            return pass.array(array.get(), layout());
        }
        return new Tensor(layout(), Region.planned(OneDnn.wholeBlocks(channels) * Float.BYTES));
    }

    /** Sees to it that what was written to the place for an array is in it. */
    void deliver(Tensor written, Optional<INDArray> array) {
        array.ifPresent(wanted -> copy(written, pass.array(wanted, layout())));
    }

    private void copy(Tensor from, Tensor to) {
        if (from.region() != to.region()) {
            pass.program().copy(from, to);
        }
    }
}

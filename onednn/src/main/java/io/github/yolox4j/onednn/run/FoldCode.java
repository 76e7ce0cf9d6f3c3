package io.github.yolox4j.onednn.run;

import io.github.yolox4j.onednn.network.Feature;
import io.github.yolox4j.onednn.network.Layer;
import org.bytedeco.dnnl.memory;

/** {@link Layer.Fold}: four strided copies. Images have no gradient. */
record FoldCode(Layer.Fold layer, PassBuilder pass) implements LayerCode {

    @Override
    public void forward() {
        Feature image = layer.image();
        Feature folded = layer.output();
        long width = image.width();
        long plane = width * image.height();
        long[] phase = {pass.batch(), image.channels(), folded.height(), folded.width()};
        Tensor planes = pass.program().tensor(OneDnn.layout(memory.format_tag.nchw, pass.shape(folded)));
        int channel = 0;
        for (long column = 0; column < 2; column++) {
            for (long row = 0; row < 2; row++) {
                // The pixels of one phase begin at (row, column) and skip every second row and column.
                memory.desc all = OneDnn.strided(
                        new long[] {pass.batch(), image.channels(), folded.height(), 2, folded.width(), 2},
                        new long[] {image.channels() * plane, plane, 2 * width, width, 2, 1});
                memory.desc from = all.submemory_desc(
                        OneDnn.numbers(pass.batch(), image.channels(), folded.height(), 1, folded.width(), 1),
                        OneDnn.numbers(0, 0, 0, row, 0, column));
                memory.desc to =
                        planes.layout().submemory_desc(OneDnn.numbers(phase), OneDnn.numbers(0, channel, 0, 0));
                pass.program().copy(pass.value(image).as(from.reshape(OneDnn.numbers(phase))), planes.as(to));
                channel += image.channels();
            }
        }
        pass.put(folded, pass.program().in(pass.layout(folded), planes));
    }

    @Override
    public void backward(Tensor gradient) {
        throw new IllegalStateException("images have no gradient");
    }
}

package io.github.yolox4j.onednn.run;

import static io.github.yolox4j.onednn.run.Program.argument;

import io.github.yolox4j.onednn.network.Layer;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.javacpp.LongPointer;

/** {@link Layer.MaxPool}: the first of equal numbers of a window has the whole gradient. */
final class MaxPoolCode implements LayerCode {

    private final Layer.MaxPool layer;
    private final PassBuilder pass;
    private final memory.desc map;
    private final LongPointer stride = OneDnn.numbers(1, 1);
    private final LongPointer window;
    private final LongPointer padding;
    private Tensor places;

    MaxPoolCode(Layer.MaxPool layer, PassBuilder pass) {
        this.layer = layer;
        this.pass = pass;
        map = pass.layout(layer.input());
        window = OneDnn.numbers(layer.window(), layer.window());
        long pad = layer.window() / 2;
        padding = OneDnn.numbers(pad, pad);
    }

    private pooling_forward.primitive_desc how() {
        return pass.kernel(new pooling_forward.primitive_desc(
                new pooling_forward.desc(
                        dnnl.dnnl_forward_training, dnnl.dnnl_pooling_max, map, map, stride, window, padding, padding),
                OneDnn.engine()));
    }

    @Override
    public void forward() {
        pooling_forward.primitive_desc how = how();
        Tensor made = pass.make(layer.output());
        places = pass.program().tensor(how.workspace_desc());
        pass.program()
                .call(
                        new pooling_forward(how),
                        argument(dnnl.DNNL_ARG_SRC, pass.value(layer.input())),
                        argument(dnnl.DNNL_ARG_DST, made),
                        argument(dnnl.DNNL_ARG_WORKSPACE, places));
    }

    @Override
    public void backward(Tensor gradient) {
        pooling_backward.primitive_desc how = pass.kernel(new pooling_backward.primitive_desc(
                new pooling_backward.desc(dnnl.dnnl_pooling_max, map, map, stride, window, padding, padding),
                OneDnn.engine(),
                how()));
        Tensor made = pass.program().tensor(map);
        pass.program()
                .call(
                        new pooling_backward(how),
                        argument(dnnl.DNNL_ARG_DIFF_DST, gradient),
                        argument(dnnl.DNNL_ARG_WORKSPACE, places),
                        argument(dnnl.DNNL_ARG_DIFF_SRC, made));
        pass.addGradient(layer.input(), made);
    }
}

package io.github.yolox4j.onednn.run;

import static io.github.yolox4j.onednn.run.Program.argument;

import io.github.yolox4j.onednn.network.Layer;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.resampling_backward;
import org.bytedeco.dnnl.resampling_forward;

/** {@link Layer.Upsample}. */
final class UpsampleCode implements LayerCode {

    private final Layer.Upsample layer;
    private final PassBuilder pass;
    private final memory.desc small;
    private final memory.desc large;

    UpsampleCode(Layer.Upsample layer, PassBuilder pass) {
        this.layer = layer;
        this.pass = pass;
        small = pass.layout(layer.input());
        large = pass.layout(layer.output());
    }

    private resampling_forward.primitive_desc how() {
        return pass.kernel(new resampling_forward.primitive_desc(
                new resampling_forward.desc(dnnl.dnnl_forward_training, dnnl.dnnl_resampling_nearest, small, large),
                OneDnn.engine()));
    }

    @Override
    public void forward() {
        Tensor made = pass.make(layer.output());
        pass.program()
                .call(
                        new resampling_forward(how()),
                        argument(dnnl.DNNL_ARG_SRC, pass.value(layer.input())),
                        argument(dnnl.DNNL_ARG_DST, made));
    }

    @Override
    public void backward(Tensor gradient) {
        resampling_backward.primitive_desc how = pass.kernel(new resampling_backward.primitive_desc(
                new resampling_backward.desc(dnnl.dnnl_resampling_nearest, small, large), OneDnn.engine(), how()));
        Tensor made = pass.program().tensor(small);
        pass.program()
                .call(
                        new resampling_backward(how),
                        argument(dnnl.DNNL_ARG_DIFF_DST, gradient),
                        argument(dnnl.DNNL_ARG_DIFF_SRC, made));
        pass.addGradient(layer.input(), made);
    }
}

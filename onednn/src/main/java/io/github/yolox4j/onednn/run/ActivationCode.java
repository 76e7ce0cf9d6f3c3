package io.github.yolox4j.onednn.run;

import static io.github.yolox4j.onednn.run.Program.argument;

import io.github.yolox4j.model.graph.Activation;
import io.github.yolox4j.onednn.network.Layer;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;

/** {@link Layer.Activate}. */
final class ActivationCode implements LayerCode {

    private final Layer.Activate layer;
    private final PassBuilder pass;
    private final memory.desc map;
    private final int algorithm;
    private final float alpha;

    ActivationCode(Layer.Activate layer, PassBuilder pass) {
        this.layer = layer;
        this.pass = pass;
        map = pass.layout(layer.input());
        boolean isSilu = layer.function() == Activation.SILU;
        algorithm = isSilu ? dnnl.dnnl_eltwise_swish : dnnl.dnnl_eltwise_relu;
        alpha = isSilu ? 1 : (float) Activation.SLOPE;
    }

    private eltwise_forward.primitive_desc how() {
        return pass.kernel(new eltwise_forward.primitive_desc(
                new eltwise_forward.desc(dnnl.dnnl_forward_training, algorithm, map, alpha, 0), OneDnn.engine()));
    }

    @Override
    public void forward() {
        Tensor made = pass.make(layer.output());
        pass.program()
                .call(
                        new eltwise_forward(how()),
                        argument(dnnl.DNNL_ARG_SRC, pass.value(layer.input())),
                        argument(dnnl.DNNL_ARG_DST, made));
    }

    @Override
    public void backward(Tensor gradient) {
        eltwise_backward.primitive_desc how = pass.kernel(new eltwise_backward.primitive_desc(
                new eltwise_backward.desc(algorithm, map, map, alpha, 0), OneDnn.engine(), how()));
        Tensor made = pass.program().tensor(map);
        pass.program().mayOverwrite(gradient, made);
        pass.program()
                .call(
                        new eltwise_backward(how),
                        argument(dnnl.DNNL_ARG_SRC, pass.value(layer.input())),
                        argument(dnnl.DNNL_ARG_DIFF_DST, gradient),
                        argument(dnnl.DNNL_ARG_DIFF_SRC, made));
        pass.addGradient(layer.input(), made);
    }
}

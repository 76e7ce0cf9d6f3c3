package io.github.yolox4j.onednn.run;

import static io.github.yolox4j.onednn.run.Program.argument;

import io.github.yolox4j.model.graph.BatchNorm;
import io.github.yolox4j.onednn.network.Layer;
import io.github.yolox4j.onednn.network.Layer.Statistics;
import java.util.Optional;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link Layer.BatchNorm}. */
final class BatchNormCode implements LayerCode {

    private final Layer.BatchNorm layer;
    private final PassBuilder pass;
    private final ChannelNumbers channels;
    private final memory.desc map;
    private final int flags;
    private Tensor scale;
    private Tensor shift;
    private Tensor mean;
    private Tensor variance;

    BatchNormCode(Layer.BatchNorm layer, PassBuilder pass) {
        this.layer = layer;
        this.pass = pass;
        channels = new ChannelNumbers(pass, layer.input().channels());
        map = pass.layout(layer.input());
        int affine = dnnl.dnnl_use_scale | dnnl.dnnl_use_shift;
        flags = isOfBatch() ? affine : affine | dnnl.dnnl_use_global_stats;
    }

    private boolean isOfBatch() {
        return layer.statistics() == Statistics.BATCH;
    }

    @Override
    public boolean isTrained() {
        return pass.isTrained(layer.weight()) || pass.isTrained(layer.bias());
    }

    private Tensor parameter(String name) {
        return channels.read(pass.arrays().parameters().get(name));
    }

    private Optional<INDArray> ofBatch(String running) {
        return Optional.ofNullable(pass.arrays().statistics().get(running));
    }

    private batch_normalization_forward.primitive_desc how() {
        return pass.kernel(new batch_normalization_forward.primitive_desc(
                new batch_normalization_forward.desc(dnnl.dnnl_forward_training, map, (float) BatchNorm.EPSILON, flags),
                OneDnn.engine()));
    }

    @Override
    public void forward() {
        scale = parameter(layer.weight());
        shift = parameter(layer.bias());
        mean = isOfBatch() ? channels.placeFor(ofBatch(layer.runningMean())) : parameter(layer.runningMean());
        variance =
                isOfBatch() ? channels.placeFor(ofBatch(layer.runningVariance())) : parameter(layer.runningVariance());
        pass.program()
                .call(
                        new batch_normalization_forward(how()),
                        argument(dnnl.DNNL_ARG_SRC, pass.value(layer.input())),
                        argument(dnnl.DNNL_ARG_SCALE, scale),
                        argument(dnnl.DNNL_ARG_SHIFT, shift),
                        argument(dnnl.DNNL_ARG_MEAN, mean),
                        argument(dnnl.DNNL_ARG_VARIANCE, variance),
                        argument(dnnl.DNNL_ARG_DST, pass.make(layer.output())));
        if (isOfBatch()) {
            channels.deliver(mean, ofBatch(layer.runningMean()));
            channels.deliver(variance, ofBatch(layer.runningVariance()));
        }
    }

    @Override
    public void backward(Tensor gradient) {
        batch_normalization_backward.primitive_desc how = pass.kernel(new batch_normalization_backward.primitive_desc(
                new batch_normalization_backward.desc(dnnl.dnnl_backward, map, map, (float) BatchNorm.EPSILON, flags),
                OneDnn.engine(),
                how()));
        Tensor made = pass.program().tensor(map);
        Tensor ofScale = channels.placeFor(pass.gradientOf(layer.weight()));
        Tensor ofShift = channels.placeFor(pass.gradientOf(layer.bias()));
        pass.program().mayOverwrite(gradient, made);
        pass.program()
                .call(
                        new batch_normalization_backward(how),
                        argument(dnnl.DNNL_ARG_SRC, pass.value(layer.input())),
                        argument(dnnl.DNNL_ARG_MEAN, mean),
                        argument(dnnl.DNNL_ARG_VARIANCE, variance),
                        argument(dnnl.DNNL_ARG_DIFF_DST, gradient),
                        argument(dnnl.DNNL_ARG_SCALE, scale),
                        argument(dnnl.DNNL_ARG_SHIFT, shift), // read by none, but asked for
                        argument(dnnl.DNNL_ARG_DIFF_SRC, made),
                        argument(dnnl.DNNL_ARG_DIFF_SCALE, ofScale),
                        argument(dnnl.DNNL_ARG_DIFF_SHIFT, ofShift));
        channels.deliver(ofScale, pass.gradientOf(layer.weight()));
        channels.deliver(ofShift, pass.gradientOf(layer.bias()));
        pass.addGradient(layer.input(), made);
    }
}

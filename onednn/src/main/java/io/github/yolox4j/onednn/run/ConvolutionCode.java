package io.github.yolox4j.onednn.run;

import static io.github.yolox4j.onednn.run.Program.argument;

import io.github.yolox4j.onednn.network.Feature;
import io.github.yolox4j.onednn.network.Layer;
import io.github.yolox4j.onednn.run.Program.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.LongPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link Layer.Convolution}. Maps that a convolution reads one after the other are never joined: each is convolved with
 * its part of the weight, and the results are added up.
 */
final class ConvolutionCode implements LayerCode {

    private static final int CHANNEL_AXIS = 1;
    private static final int INPUT_AXIS = 1;

    private final Layer.Convolution layer;
    private final PassBuilder pass;
    private final memory.desc output;
    private final ChannelNumbers bias;
    private final LongPointer strides;
    private final LongPointer padding;
    private final List<Part> parts = new ArrayList<>();

    /** One of the maps that are read, with its part of the weight in the layout of the weights. */
    private record Part(Feature input, memory.desc weight, boolean isFirst) {}

    ConvolutionCode(Layer.Convolution layer, PassBuilder pass) {
        this.layer = layer;
        this.pass = pass;
        output = pass.layout(layer.output());
        bias = new ChannelNumbers(pass, layer.output().channels());
        strides = OneDnn.numbers(layer.stride(), layer.stride());
        long pad = (layer.kernel() - 1L) / 2;
        padding = OneDnn.numbers(pad, pad);
        long from = 0;
        for (Feature input : layer.inputs()) {
            parts.add(new Part(input, weight(input.channels(), from), from == 0));
            from += input.channels();
        }
    }

    private memory.desc weight(long inputs, long from) {
        long k = layer.kernel();
        long channels = layer.output().channels();
        if (layer.depthwise()) {
            return OneDnn.strided(new long[] {channels, 1, 1, k, k}, new long[] {1, 1, 1, k * channels, channels});
        }
        long all = layer.inputs().stream().mapToInt(Feature::channels).sum();
        return OneDnn.layout(memory.format_tag.oihw, channels, all, k, k)
                .submemory_desc(OneDnn.numbers(channels, inputs, k, k), OneDnn.numbers(0, from, 0, 0));
    }

    /** The weight in whatever layout the kernel likes. */
    private memory.desc anyWeight(Part part) {
        long k = layer.kernel();
        long channels = layer.output().channels();
        return layer.depthwise()
                ? OneDnn.layout(memory.format_tag.any, channels, 1, 1, k, k)
                : OneDnn.layout(
                        memory.format_tag.any,
                        channels,
                        OneDnn.wholeBlocks(part.input().channels()),
                        k,
                        k);
    }

    /** A weight in a kernel's layout without the channels that only fill its last block. */
    private memory.desc weightIn(memory.desc chosen, Part part) {
        return layer.depthwise()
                ? chosen
                : OneDnn.withSize(chosen, INPUT_AXIS, part.input().channels());
    }

    /**
     * The layout of what a part reads, in whole blocks, filled with zeros: for the first layer's few channels oneDNN
     * has no fast kernel otherwise.
     */
    private memory.desc inputLayout(Part part) {
        memory.desc map = pass.layout(part.input());
        return layer.depthwise()
                ? map
                : OneDnn.withSize(
                        map, CHANNEL_AXIS, OneDnn.wholeBlocks(part.input().channels()));
    }

    @Override
    public boolean isTrained() {
        return pass.isTrained(layer.weight())
                || layer.bias().filter(pass::isTrained).isPresent();
    }

    @Override
    public void forward() {
        Tensor made = pass.make(layer.output());
        for (Part part : parts) {
            convolution_forward.primitive_desc how = forward(part);
            List<Argument> arguments = new ArrayList<>();
            arguments.add(argument(dnnl.DNNL_ARG_SRC, input(part).as(inputLayout(part))));
            arguments.add(argument(
                    dnnl.DNNL_ARG_WEIGHTS,
                    pass.program()
                            .in(weightIn(how.weights_desc(), part), pass.parameter(layer.weight(), part.weight()))
                            .as(how.weights_desc())));
            if (hasBias(part)) {
                arguments.add(argument(
                        dnnl.DNNL_ARG_BIAS,
                        bias.read(pass.arrays().parameters().get(layer.bias().orElseThrow()))));
            }
            arguments.add(argument(dnnl.DNNL_ARG_DST, made));
            pass.program().call(new convolution_forward(how), arguments.toArray(Argument[]::new));
        }
    }

    /** What the part reads, in the layout of maps: images are copied into it. */
    private Tensor input(Part part) {
        Tensor blocked = pass.program().in(pass.layout(part.input()), pass.value(part.input()));
        pass.put(part.input(), blocked);
        return blocked;
    }

    private convolution_forward.primitive_desc forward(Part part) {
        memory.desc input = inputLayout(part);
        convolution_forward.desc what = new convolution_forward.desc(
                dnnl.dnnl_forward_training,
                dnnl.dnnl_convolution_direct,
                input,
                anyWeight(part),
                biasLayout(part),
                output,
                strides,
                padding,
                padding);
        primitive_attr attributes = new primitive_attr();
        if (!part.isFirst()) {
            post_ops add = new post_ops();
            add.append_sum();
            attributes.set_post_ops(add);
        }
        return pass.kernel(new convolution_forward.primitive_desc(what, attributes, OneDnn.engine()));
    }

    /** The bias comes with the first part; no numbers at all stand for none. */
    private memory.desc biasLayout(Part part) {
        return hasBias(part) ? bias.layout() : new memory.desc();
    }

    private boolean hasBias(Part part) {
        return part.isFirst() && layer.bias().isPresent();
    }

    @Override
    public void backward(Tensor gradient) {
        for (Part part : parts) {
            convolution_forward.primitive_desc forward = forward(part);
            if (isTrained()) {
                learn(part, gradient, forward);
            }
            if (pass.isLearning(part.input())) {
                pass.addGradient(part.input(), inputGradient(part, gradient, forward));
            }
        }
    }

    private void learn(Part part, Tensor gradient, convolution_forward.primitive_desc forward) {
        memory.desc input = inputLayout(part);
        convolution_backward_weights.desc what = new convolution_backward_weights.desc(
                dnnl.dnnl_convolution_direct,
                input,
                anyWeight(part),
                biasLayout(part),
                output,
                strides,
                padding,
                padding);
        convolution_backward_weights.primitive_desc how =
                pass.kernel(new convolution_backward_weights.primitive_desc(what, OneDnn.engine(), forward));
        Tensor learned = pass.program().tensor(how.diff_weights_desc());
        List<Argument> arguments = new ArrayList<>();
        arguments.add(argument(dnnl.DNNL_ARG_SRC, pass.value(part.input()).as(inputLayout(part))));
        arguments.add(argument(dnnl.DNNL_ARG_DIFF_DST, gradient));
        arguments.add(argument(dnnl.DNNL_ARG_DIFF_WEIGHTS, learned));
        Optional<INDArray> biasGradient = layer.bias().flatMap(pass::gradientOf);
        Tensor learnedBias = bias.placeFor(biasGradient);
        if (hasBias(part)) {
            arguments.add(argument(dnnl.DNNL_ARG_DIFF_BIAS, learnedBias));
        }
        pass.program().call(new convolution_backward_weights(how), arguments.toArray(Argument[]::new));
        pass.gradientOf(layer.weight()).ifPresent(wanted -> pass.program()
                .copy(learned.as(weightIn(learned.layout(), part)), pass.array(wanted, part.weight())));
        if (hasBias(part)) {
            bias.deliver(learnedBias, biasGradient);
        }
    }

    private Tensor inputGradient(Part part, Tensor gradient, convolution_forward.primitive_desc forward) {
        memory.desc input = inputLayout(part);
        convolution_backward_data.desc what = new convolution_backward_data.desc(
                dnnl.dnnl_convolution_direct, input, anyWeight(part), output, strides, padding, padding);
        convolution_backward_data.primitive_desc how =
                pass.kernel(new convolution_backward_data.primitive_desc(what, OneDnn.engine(), forward));
        Tensor weight = pass.program()
                .in(weightIn(how.weights_desc(), part), pass.parameter(layer.weight(), part.weight()))
                .as(how.weights_desc());
        Tensor made = pass.program().tensor(input);
        pass.program()
                .call(
                        new convolution_backward_data(how),
                        argument(dnnl.DNNL_ARG_DIFF_DST, gradient),
                        argument(dnnl.DNNL_ARG_WEIGHTS, weight),
                        argument(dnnl.DNNL_ARG_DIFF_SRC, made));
        return made.as(pass.layout(part.input()));
    }
}

package io.github.yolox4j.onednn.run;

import io.github.yolox4j.onednn.network.Feature;
import io.github.yolox4j.onednn.network.Layer;

/** {@link Layer.Add}: both maps have the sum's gradient. */
record AddCode(Layer.Add layer, PassBuilder pass) implements LayerCode {

    @Override
    public void forward() {
        pass.put(layer.output(), pass.sum(pass.value(layer.left()), pass.value(layer.right())));
    }

    @Override
    public void backward(Tensor gradient) {
        for (Feature input : layer.inputs()) {
            pass.addGradient(input, gradient);
        }
    }
}

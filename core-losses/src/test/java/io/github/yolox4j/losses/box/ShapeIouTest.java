package io.github.yolox4j.losses.box;

class ShapeIouTest implements BoxLossContract {

    @Override
    public BoxLoss loss() {
        return BoxLosses.parse("shape_iou(scale=1)");
    }

    @Override
    public double largest() {
        return 4;
    }
}

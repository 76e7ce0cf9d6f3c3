package io.github.yolox4j.losses.box;

class LogIouTest implements BoxLossContract {

    @Override
    public BoxLoss loss() {
        return BoxLosses.parse("log_iou");
    }

    @Override
    public double largest() {
        return -Math.log(1e-6);
    }
}

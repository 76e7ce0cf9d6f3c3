package io.github.yolox4j.losses.box;

class MpdiouTest implements BoxLossContract {

    @Override
    public BoxLoss loss() {
        return BoxLosses.parse("mpdiou");
    }

    @Override
    public double largest() {
        return 5;
    }
}

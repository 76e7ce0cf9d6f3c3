package io.github.yolox4j.losses.box;

class NwdTest implements BoxLossContract {

    @Override
    public BoxLoss loss() {
        return BoxLosses.parse("nwd");
    }

    @Override
    public double largest() {
        return 1;
    }
}

package io.github.yolox4j.losses.box;

class SiouTest implements BoxLossContract {

    @Override
    public BoxLoss loss() {
        return BoxLosses.parse("siou");
    }

    @Override
    public double largest() {
        return 3;
    }
}

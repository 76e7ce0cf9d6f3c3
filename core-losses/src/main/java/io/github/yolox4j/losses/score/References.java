package io.github.yolox4j.losses.score;

/** Papers that several losses come from. */
final class References {

    static final String LIN = "Lin et al., Focal Loss for Dense Object Detection, ICCV 2017, arXiv:1708.02002";
    static final String LI = "Li et al., Generalized Focal Loss, NeurIPS 2020, arXiv:2006.04388";
    static final String LENG = "Leng et al., PolyLoss, ICLR 2022, arXiv:2204.12511";

    private References() {}
}

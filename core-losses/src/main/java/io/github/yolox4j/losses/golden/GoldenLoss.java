package io.github.yolox4j.losses.golden;

import io.github.yolox4j.testkit.GoldenCase;

/** Which of our losses a golden case is about. */
public final class GoldenLoss {

    private GoldenLoss() {}

    /**
     * The name of the loss as we have it, such as {@code focal_eiou}; empty if the case is about none. The
     * authors of Powerful-IoU do not detach the attention of version 2, so that their {@code piou2} is our
     * {@code undetached_piou2}.
     */
    public static String name(GoldenCase golden) {
        String loss = golden.text("/loss");
        return loss.equals("piou2") && isSimilarity(golden) ? "undetached_piou2" : loss;
    }

    /** Whether the case holds \( 1 - L \) in place of the loss, as those of Powerful-IoU do. */
    static boolean isSimilarity(GoldenCase golden) {
        return ReferencePolicy.find(golden)
                .filter(ReferencePolicy.POWERFUL_IOU::equals)
                .isPresent();
    }
}

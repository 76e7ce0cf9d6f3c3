package io.github.yolox4j.train.optim.schedule;

/**
 * Half a cosine from the base rate to 0: \[ \tfrac{\eta}{2} \left(1 + \cos \tfrac{\pi i}{N}\right) \]
 *
 * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter, SGDR, ICLR 2017</a>
 */
public record Cos() implements LearningRate {

    @Override
    public double at(double baseRate, TrainingLength length, long iteration) {
        return baseRate * fall(iteration, length.iterations());
    }

    /** Falls from 1 at 0 to 0 at {@code end}, and stays there. */
    static double fall(double position, double end) {
        return position >= end ? 0 : 0.5 * (1 + Math.cos(Math.PI * position / end));
    }
}

package io.github.yolox4j.train.data.augment;

import io.github.yolox4j.detection.image.opencv.AffineMap;
import io.github.yolox4j.train.data.batch.Scene;
import java.util.SplittableRandom;

/**
 * Rotates, scales, shears and moves a scene about its top left corner, and cuts a part of it out.
 *
 * <p>With an angle \(\theta\), a scale \(s\), shears \(k_x, k_y\) and a shift \(t_x, t_y\), \(\alpha = s \cos\theta\),
 * \(\beta = s \sin\theta\):
 * \[ x' = (\alpha - k_y \beta)\, x + (\beta + k_y \alpha)\, y + t_x, \qquad
 *    y' = (k_x \alpha - \beta)\, x + (\alpha + k_x \beta)\, y + t_y. \]
 * A box becomes the upright box around its four corners, cut at the edges of the part. The pixels move by the same map
 * as the boxes; the reference's move by up to half a pixel less, as it counts them from the centre of the first.
 *
 * @param width of the part that is cut out, in pixels
 * @param height of the part that is cut out, in pixels
 * @param degrees the angle is uniform between minus and plus this
 * @param translate the shifts are uniform between minus and plus this share of width and height
 * @param scale what the scale is drawn from
 * @param shear the shears are tangents of angles that are uniform between minus and plus these degrees
 */
record RandomAffine(int width, int height, double degrees, double translate, ScaleRange scale, double shear)
        implements Transform {

    @Override
    public Scene apply(Scene scene, SplittableRandom random) {
        AffineMap map = draw(random);
        return new Scene(map.warp(scene.image(), width, height), new Frame(width, height).mapped(scene.boxes(), map));
    }

    /** The next map. */
    AffineMap draw(SplittableRandom random) {
        double angle = Math.toRadians(Chance.symmetric(degrees, random));
        double factor = scale.draw(random);
        double alpha = factor * Math.cos(angle);
        double beta = factor * Math.sin(angle);
        double kx = Math.tan(Math.toRadians(Chance.symmetric(shear, random)));
        double ky = Math.tan(Math.toRadians(Chance.symmetric(shear, random)));
        return new AffineMap(
                alpha - ky * beta,
                beta + ky * alpha,
                Chance.symmetric(translate, random) * width,
                kx * alpha - beta,
                alpha + kx * beta,
                Chance.symmetric(translate, random) * height);
    }
}

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
 * @param degrees the angle is uniform between minus and plus this
 * @param translate the shifts are uniform between minus and plus this share of width and height
 * @param shear the shears are tangents of angles that are uniform between minus and plus these degrees
 */
public record RandomAffine(double degrees, double translate, ScaleRange scale, double shear) {

    /** Degrees; the tangent of 90 has no value. */
    private static final double LARGEST_SHEAR = 80;

    public RandomAffine {
        within("degrees", degrees, 180);
        within("translate", translate, 1);
        within("shear", shear, LARGEST_SHEAR);
    }

    private static void within(String name, double value, double largest) {
        if (!(value >= 0 && value <= largest)) {
            throw new IllegalArgumentException(name + " must be between 0 and " + largest + ": " + value);
        }
    }

    public RandomAffine withScale(ScaleRange other) {
        return new RandomAffine(degrees, translate, other, shear);
    }

    /** The part of a scene that lies in the frame once the scene was moved. */
    Scene apply(Scene scene, Frame part, SplittableRandom random) {
        AffineMap map = draw(part, random);
        return new Scene(map.warp(scene.image(), part.width(), part.height()), part.mapped(scene.boxes(), map));
    }

    AffineMap draw(Frame part, SplittableRandom random) {
        double angle = Math.toRadians(Chance.symmetric(degrees, random));
        double factor = scale.draw(random);
        double alpha = factor * Math.cos(angle);
        double beta = factor * Math.sin(angle);
        double kx = Math.tan(Math.toRadians(Chance.symmetric(shear, random)));
        double ky = Math.tan(Math.toRadians(Chance.symmetric(shear, random)));
        return new AffineMap(
                alpha - ky * beta,
                beta + ky * alpha,
                Chance.symmetric(translate, random) * part.width(),
                kx * alpha - beta,
                alpha + kx * beta,
                Chance.symmetric(translate, random) * part.height());
    }

    @Override
    public String toString() {
        return "scale " + scale + ", rotation " + degrees + ", translation " + translate + ", shear " + shear;
    }
}

package io.github.yolox4j.train.data.batch;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws images of rare classes more often: repeat-factor sampling, with the most frequent class as its threshold. Of
 * \(n\) images let \(f_c\) be the share that has an object of class \(c\), crowds not counted, and \(t = \max_c f_c\).
 * An image with objects of the classes \(C\) has the repeat factor
 * \[ r = \max_{c \in C} \sqrt{t / f_c} \ge 1, \]
 * and one without objects \(r = 1\). An epoch draws \(n\) images, image \(i\) in the mean
 * \[ e_i = n\, r_i / \sum_j r_j \]
 * times, and never less often than \(\lfloor e_i \rfloor\) or more often than \(\lceil e_i \rceil\): the images lie in
 * random order along a line, each as long as its \(e_i\), and are read at \(u, u + 1, \dots, u + n - 1\) with a random
 * \(u \in [0, 1)\). If all classes are equally frequent, every image is drawn once.
 *
 * @see <a href="https://arxiv.org/abs/1908.03195">Gupta et al., LVIS, CVPR 2019, where \(t\) is a setting, and the
 *     epoch grows by the repetitions</a>
 */
public final class ClassBalance {

    private final List<String> classes;
    private final boolean[][] classesOf;
    private final double[] listed;
    private final double[] expected;

    /** Counts the classes of a dataset; reads no image. */
    public ClassBalance(Dataset dataset) {
        classes = dataset.classes();
        classesOf = dataset.samples().stream().map(this::classesOf).toArray(boolean[][]::new);
        double[] once = new double[classesOf.length];
        Arrays.fill(once, 1);
        listed = shares(once);
        double[] factors = Arrays.stream(classesOf).mapToDouble(this::factor).toArray();
        double sum = Arrays.stream(factors).sum();
        expected = Arrays.stream(factors)
                .map(factor -> factors.length * factor / sum)
                .toArray();
    }

    /**
     * How often a class is seen.
     *
     * @param listed share of the dataset's images that have it
     * @param drawn share of the drawn images that have it, in the mean
     */
    public record ClassShare(String name, double listed, double drawn) {}

    /** The shares of all classes, by class id. */
    public List<ClassShare> classShares() {
        double[] drawn = shares(expected);
        List<ClassShare> shares = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            shares.add(new ClassShare(classes.get(c), listed[c], drawn[c]));
        }
        return shares;
    }

    /** How often an epoch draws an image in the mean. */
    double expected(int image) {
        return expected[image];
    }

    /** The images of an epoch, in random order. */
    int[] draw(SplittableRandom random) {
        int n = expected.length;
        int[] line = Seeds.permutation(n, random);
        double first = random.nextDouble();
        int[] drawn = new int[n];
        int at = 0;
        double end = expected[line[0]];
        for (int i = 0; i < n; i++) {
            while (first + i >= end && at < n - 1) { // the second holds where the ends have been rounded down
                end += expected[line[++at]];
            }
            drawn[i] = line[at];
        }
        return IntStream.of(Seeds.permutation(n, random)).map(i -> drawn[i]).toArray();
    }

    private boolean[] classesOf(Sample sample) {
        boolean[] present = new boolean[classes.size()];
        for (LabeledBox box : sample.boxes()) {
            present[box.classId()] |= !box.crowd();
        }
        return present;
    }

    /** The share of images with each class, where every image comes up so many times. */
    private double[] shares(double[] times) {
        double[] shares = new double[classes.size()];
        for (int c = 0; c < shares.length; c++) {
            double with = 0;
            for (int i = 0; i < times.length; i++) {
                with += classesOf[i][c] ? times[i] : 0;
            }
            shares[c] = with / times.length;
        }
        return shares;
    }

    private double factor(boolean[] present) {
        double threshold = Arrays.stream(listed).max().orElse(0);
        return IntStream.range(0, present.length)
                .filter(c -> present[c])
                .mapToDouble(c -> Math.sqrt(threshold / listed[c]))
                .max()
                .orElse(1);
    }
}

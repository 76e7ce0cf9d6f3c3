package io.github.yolox4j.bench.simulation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.MersenneTwister;

/**
 * Where the boxes start: centres spread evenly over a disc of radius 3 about the origin.
 *
 * <p>With uniform numbers \( u, t \) in \([0, 1)\), a centre lies at radius \( 3 \sqrt u \) and angle \( 2 \pi t \).
 * All \( u \) are drawn before the first \( t \), so that the list for 5,000 does not begin with the list for 120.
 */
final class Centres {

    /** Seeds the generator. */
    static final int SEED = 2020;

    /** Centres of the list that is kept as a resource. */
    static final int LISTED = 120;

    private static final String LIST = "centres-120.csv";
    private static final double RADIUS = 3;
    private static final long FIFTY_THREE_BITS = (1L << 53) - 1;

    private Centres() {}

    record Centre(double x, double y) {

        /** The line of the list: both numbers to their last bit. */
        String line() {
            return x + "," + y;
        }
    }

    /** The {@value #LISTED} listed centres, or any other number of centres from the generator. */
    static List<Centre> of(int n) {
        return n == LISTED ? listed() : drawn(n);
    }

    static List<Centre> listed() {
        try (InputStream in = Centres.class.getResourceAsStream(LIST);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            return lines.lines().skip(1).map(Centres::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Centre parse(String line) {
        String[] numbers = line.split(",");
        return new Centre(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]));
    }

    /** Prints the list of {@value #LISTED} anew. */
    public static void main(String[] arguments) {
        System.out.println("x,y");
        drawn(LISTED).forEach(centre -> System.out.println(centre.line()));
    }

    /** {@code n} centres from a Mersenne twister (MT19937) seeded with {@value #SEED}. */
    static List<Centre> drawn(int n) {
        MersenneTwister twister = new MersenneTwister(SEED);
        double[] u = uniform(twister, n);
        double[] t = uniform(twister, n);
        List<Centre> centres = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double radius = RADIUS * Math.sqrt(u[i]);
            double angle = 2 * Math.PI * t[i];
            centres.add(new Centre(radius * StrictMath.cos(angle), radius * StrictMath.sin(angle)));
        }
        return centres;
    }

    /** The lower 53 of 64 bits, as a fraction; the first of two words is the upper one. */
    private static double[] uniform(MersenneTwister twister, int n) {
        double[] numbers = new double[n];
        for (int i = 0; i < n; i++) {
            long high = twister.nextInt();
            long low = twister.nextInt() & 0xFFFFFFFFL;
            numbers[i] = ((high << 32 | low) & FIFTY_THREE_BITS) * 0x1p-53;
        }
        return numbers;
    }
}

package io.github.yolox4j.bench.simulation;

/** A derivative with respect to a box's middle and size. */
record Slope(double x, double y, double width, double height) {

    static final Slope ZERO = new Slope(0, 0, 0, 0);

    Slope plus(Slope other) {
        return new Slope(x + other.x, y + other.y, width + other.width, height + other.height);
    }

    Slope minus(Slope other) {
        return plus(other.times(-1));
    }

    Slope times(double factor) {
        return new Slope(factor * x, factor * y, factor * width, factor * height);
    }

    /** Of \( n / d \): \( (d\,n' - n\,d') / d^2 \). */
    static Slope ofQuotient(double n, Slope nSlope, double d, Slope dSlope) {
        return nSlope.times(d).minus(dSlope.times(n)).times(1 / (d * d));
    }

    /** Of a product whose first factor depends on {@code x, width} and whose second on {@code y, height}. */
    static Slope ofProduct(double inX, Slope inXSlope, double inY, Slope inYSlope) {
        return inXSlope.times(inY).plus(inYSlope.times(inX));
    }
}

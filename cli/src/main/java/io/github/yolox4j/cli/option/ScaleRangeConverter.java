package io.github.yolox4j.cli.option;

import io.github.yolox4j.train.data.augment.ScaleRange;
import picocli.CommandLine.ITypeConverter;

/** Reads two scales, {@code SMALLEST,LARGEST}. */
final class ScaleRangeConverter implements ITypeConverter<ScaleRange> {

    @Override
    public ScaleRange convert(String value) {
        String[] parts = value.split(",", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("scales must be SMALLEST,LARGEST, got '" + value + "'");
        }
        return new ScaleRange(number(parts[0], value), number(parts[1], value));
    }

    private static double number(String part, String value) {
        try {
            return Double.parseDouble(part.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("scales must be two numbers SMALLEST,LARGEST, got '" + value + "'", e);
        }
    }
}

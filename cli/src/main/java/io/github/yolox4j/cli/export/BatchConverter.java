package io.github.yolox4j.cli.export;

import java.util.OptionalInt;
import picocli.CommandLine.ITypeConverter;

/** Reads a batch size: a number, or {@code dynamic}. */
final class BatchConverter implements ITypeConverter<OptionalInt> {

    @Override
    public OptionalInt convert(String value) {
        if (value.equals("dynamic")) {
            return OptionalInt.empty();
        }
        if (!value.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException(
                    "batch must be a number from 1 to 9999 or 'dynamic', got '" + value + "'");
        }
        return OptionalInt.of(Integer.parseInt(value));
    }
}

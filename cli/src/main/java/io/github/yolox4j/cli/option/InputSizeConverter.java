package io.github.yolox4j.cli.option;

import io.github.yolox4j.detection.decode.AnchorGrid;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/** Reads an input size: one side, or {@code HEIGHTxWIDTH}. */
public final class InputSizeConverter implements ITypeConverter<AnchorGrid> {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})(?:x(\\d{1,5}))?");

    @Override
    public AnchorGrid convert(String value) {
        Matcher matcher = SIZE.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "input size must be SIDE or HEIGHTxWIDTH in pixels, got '" + value + "'");
        }
        int height = Integer.parseInt(matcher.group(1));
        int width = matcher.group(2) == null ? height : Integer.parseInt(matcher.group(2));
        return new AnchorGrid(height, width);
    }
}

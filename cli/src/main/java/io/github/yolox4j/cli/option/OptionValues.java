package io.github.yolox4j.cli.option;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.ort.Device;
import io.github.yolox4j.train.data.augment.ScaleRange;
import io.github.yolox4j.train.data.format.DatasetFormat;
import io.github.yolox4j.verify.reference.GoldenEngine;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** Reads options whose values are neither numbers nor files; a wrong value is refused with the valid forms. */
final class OptionValues {

    private static final Pattern INPUT_SIZE = Pattern.compile("(\\d{1,5})(?:x(\\d{1,5}))?");

    private static final Pattern TIME =
            Pattern.compile("0|(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?");

    private OptionValues() {}

    /** Lets a command, which has all its subcommands, read them. */
    static CommandLine registered(CommandLine command) {
        return command.registerConverter(Device.class, Device::parse)
                .registerConverter(Engine.class, name -> named(Engine.values(), name))
                .registerConverter(StepEngine.class, name -> named(StepEngine.values(), name))
                .registerConverter(GoldenEngine.class, name -> named(GoldenEngine.values(), name))
                .registerConverter(DatasetFormat.class, DatasetFormat::parse)
                .registerConverter(AnchorGrid.class, OptionValues::inputSize)
                .registerConverter(ScaleRange.class, OptionValues::scales)
                .registerConverter(BatchChoice.class, BatchChoice::parse)
                .registerConverter(Duration.class, OptionValues::time);
    }

    /** The engine of a name. */
    private static <E extends Enum<E>> E named(E[] engines, String name) {
        return Arrays.stream(engines)
                .filter(engine -> engine.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown engine '" + name + "'; valid are "
                        + Arrays.stream(engines).map(Enum::toString).collect(Collectors.joining(", "))));
    }

    /** An input size: one side, or {@code HEIGHTxWIDTH}. */
    private static AnchorGrid inputSize(String value) {
        Matcher matcher = INPUT_SIZE.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "input size must be SIDE or HEIGHTxWIDTH in pixels, got '" + value + "'");
        }
        int height = Integer.parseInt(matcher.group(1));
        int width = matcher.group(2) == null ? height : Integer.parseInt(matcher.group(2));
        return new AnchorGrid(height, width);
    }

    /** A time, as {@code 90m}, {@code 2h30m} or {@code 1d}; without a unit only {@code 0}. */
    private static Duration time(String value) {
        Matcher matcher = TIME.matcher(value);
        if (value.isEmpty() || !matcher.matches()) {
            throw new IllegalArgumentException("a time must be days, hours, minutes and seconds as in 90m, 2h30m or 1d,"
                    + " or 0, got '" + value + "'");
        }
        return Duration.ofDays(count(matcher, 1))
                .plusHours(count(matcher, 2))
                .plusMinutes(count(matcher, 3))
                .plusSeconds(count(matcher, 4));
    }

    private static long count(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
    }

    /** Two scales, {@code SMALLEST,LARGEST}. */
    private static ScaleRange scales(String value) {
        String[] parts = value.split(",", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("scales must be SMALLEST,LARGEST, got '" + value + "'");
        }
        try {
            return new ScaleRange(Double.parseDouble(parts[0].strip()), Double.parseDouble(parts[1].strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("scales must be two numbers SMALLEST,LARGEST, got '" + value + "'", e);
        }
    }
}

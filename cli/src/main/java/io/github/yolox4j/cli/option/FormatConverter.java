package io.github.yolox4j.cli.option;

import io.github.yolox4j.train.data.format.DatasetFormat;
import picocli.CommandLine.ITypeConverter;

/** Reads the name of a dataset format; an unknown one is refused with the list of valid names. */
public final class FormatConverter implements ITypeConverter<DatasetFormat> {

    @Override
    public DatasetFormat convert(String value) {
        return DatasetFormat.parse(value);
    }
}

package io.github.yolox4j.cli;

import io.github.yolox4j.train.data.DatasetFormat;
import picocli.CommandLine.ITypeConverter;

/** Reads the name of a dataset format; an unknown one is refused with the list of valid names. */
final class FormatConverter implements ITypeConverter<DatasetFormat> {

    @Override
    public DatasetFormat convert(String value) {
        return DatasetFormat.parse(value);
    }
}

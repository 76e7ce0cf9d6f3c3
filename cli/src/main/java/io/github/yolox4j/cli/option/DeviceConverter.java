package io.github.yolox4j.cli.option;

import io.github.yolox4j.ort.Device;
import picocli.CommandLine.ITypeConverter;

/** Reads the name of a device; an unknown one is refused with the valid forms. */
final class DeviceConverter implements ITypeConverter<Device> {

    @Override
    public Device convert(String value) {
        return Device.parse(value);
    }
}

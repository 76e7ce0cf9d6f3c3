package io.github.yolox4j.cli.option;

import picocli.CommandLine.ITypeConverter;

/** Reads the name of an engine; an unknown one is refused with the list of valid names. */
public final class EngineConverter implements ITypeConverter<Engine> {

    @Override
    public Engine convert(String value) {
        return Engine.parse(value);
    }
}

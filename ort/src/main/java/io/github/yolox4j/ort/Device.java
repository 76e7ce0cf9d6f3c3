package io.github.yolox4j.ort;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where ONNX Runtime computes, written {@code cpu}, {@code cuda} or {@code cuda:1}.
 *
 * @param kind of processor
 * @param index which of that kind, from 0
 */
public record Device(Kind kind, int index) {

    public static final Device CPU = new Device(Kind.CPU, 0);

    private static final Pattern TEXT = Pattern.compile("(cpu)|cuda(?::(\\d{1,3}))?");

    /** What ONNX Runtime calls an execution provider. */
    public enum Kind {
        CPU,
        CUDA
    }

    public Device {
        if (index < 0 || kind == Kind.CPU && index > 0) {
            throw new IllegalArgumentException("there is no device " + index + " of kind " + kind);
        }
    }

    /** The graphics processor of that index. */
    public static Device cuda(int index) {
        return new Device(Kind.CUDA, index);
    }

    /**
     * Reads {@code cpu}, {@code cuda} or {@code cuda:N}.
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    public static Device parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected cpu, cuda or cuda:N, got '" + text + "'");
        }
        if (matcher.group(1) != null) {
            return CPU;
        }
        return cuda(matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String toString() {
        return kind == Kind.CPU ? "cpu" : "cuda:" + index;
    }
}

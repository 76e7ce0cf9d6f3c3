package io.github.yolox4j.check;

import java.io.PrintStream;
import org.bytedeco.onnx.global.onnx;

/**
 * Runs the official ONNX checker, with strict shape and type inference, on the files named as arguments. It prints one
 * line per file, in order: {@code ok}, or {@code refused: } and what is wrong.
 *
 * <p>It knows nothing of the rest of the project and runs in a JVM of its own, because its native library needs another
 * JavaCPP than ND4J's.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/checker.h">onnx/checker.h</a>
 */
public final class OnnxCheckerMain {

    private static final boolean FULL_CHECK = true;
    private static final boolean SKIP_OPSET_COMPATIBILITY_CHECK = false;
    private static final boolean CHECK_CUSTOM_DOMAIN = false;

    private OnnxCheckerMain() {}

    public static void main(String[] files) {
        PrintStream out = System.out;
        for (String file : files) {
            out.println(verdict(file));
        }
    }

    /** JavaCPP turns what the checker throws, of whatever class, into a RuntimeException. */
    private static String verdict(String file) {
        try {
            onnx.check_model(file, FULL_CHECK, SKIP_OPSET_COMPATIBILITY_CHECK, CHECK_CUSTOM_DOMAIN);
            return "ok";
        } catch (RuntimeException e) {
            return "refused: " + String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
        }
    }
}

package io.github.yolox4j.detection.dnn;

import io.github.yolox4j.detection.image.opencv.OpenCvLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.dnn.Dnn;
import org.opencv.dnn.Net;

/**
 * An ONNX file run by OpenCV's DNN module: on the CPU, one input, one output. Not thread-safe. Whoever opens one closes
 * it: it holds native memory.
 */
public final class DnnNetwork implements AutoCloseable {

    private final Net net;
    private final Mat input;
    private float[] output = {};

    private DnnNetwork(Net net, Mat input) {
        this.net = net;
        this.input = input;
    }

    /**
     * Opens a file.
     *
     * @param shape of the input, {@code [batch, 3, height, width]}
     * @throws IOException if there is no such file, or OpenCV does not accept it; the message names it
     */
    public static DnnNetwork open(Path file, int... shape) throws IOException {
        OpenCvLibrary.load();
        if (!Files.isRegularFile(file)) {
            throw new IOException("no such ONNX file: " + file);
        }
        try {
            return new DnnNetwork(Dnn.readNetFromONNX(file.toString()), new Mat(shape, CvType.CV_32F));
        } catch (CvException e) {
            throw new IOException("OpenCV's DNN module does not accept " + file + ": " + reason(e), e);
        }
    }

    /** Lets OpenCV, the whole of it in this process, use no more threads than this. */
    public static void limitThreads(int threads) {
        OpenCvLibrary.load();
        Core.setNumThreads(threads);
    }

    /** How many threads OpenCV uses. */
    public static int threads() {
        OpenCvLibrary.load();
        return Core.getNumThreads();
    }

    /** Sets the numbers of the input, as many as its shape has. */
    public void give(float[] planes) {
        input.put(new int[input.dims()], planes);
    }

    /**
     * Computes the output.
     *
     * @throws IllegalStateException if OpenCV cannot
     */
    public void run() {
        try {
            net.setInput(input);
            Mat made = net.forward();
            if (output.length != made.total()) {
                output = new float[Math.toIntExact(made.total())];
            }
            made.get(new int[made.dims()], output);
            made.release();
        } catch (CvException e) {
            throw new IllegalStateException("OpenCV's DNN module cannot run the network: " + reason(e), e);
        }
    }

    /** The numbers of the output; the array itself, written anew by each run. */
    public float[] output() {
        return output;
    }

    @Override
    public void close() {
        input.release();
    }

    private static String reason(CvException e) {
        return e.getMessage().strip().replaceAll("\\s+", " ");
    }
}

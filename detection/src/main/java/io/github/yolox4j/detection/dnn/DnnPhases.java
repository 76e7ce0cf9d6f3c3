package io.github.yolox4j.detection.dnn;

import io.github.yolox4j.detection.DetectionPhases;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.OutputDecoder;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.LetterboxedBatch;
import io.github.yolox4j.detection.image.opencv.OpenCvLibrary;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.dnn.Dnn;
import org.opencv.dnn.Net;

/**
 * The phases of an ONNX file whose output are rows of anchors, run by OpenCV's DNN module: on the CPU, one input, one
 * output. It holds native memory.
 */
public final class DnnPhases implements DetectionPhases {

    private final OutputDecoder decoder;
    private final Net net;
    private final int batch;
    private final Mat input;
    private final float[] planes;
    private float[] output = {};
    private LetterboxedBatch prepared = LetterboxedBatch.EMPTY;

    private DnnPhases(OutputDecoder decoder, Net net, int batch) {
        AnchorGrid grid = decoder.grid();
        this.decoder = decoder;
        this.net = net;
        this.batch = batch;
        this.input = new Mat(new int[] {batch, BgrImage.CHANNELS, grid.height(), grid.width()}, CvType.CV_32F);
        this.planes = new float[Math.toIntExact(input.total())];
    }

    /**
     * Opens a file.
     *
     * @param decoder of the file's output
     * @param batch images per run
     * @throws IOException if there is no such file, or OpenCV does not accept it; the message names it
     */
    public static DnnPhases open(Path file, OutputDecoder decoder, int batch) throws IOException {
        OpenCvLibrary.load();
        if (!Files.isRegularFile(file)) {
            throw new IOException("no such ONNX file: " + file);
        }
        try {
            return new DnnPhases(decoder, Dnn.readNetFromONNX(file.toString()), batch);
        } catch (CvException e) {
            throw new IOException("OpenCV's DNN module does not accept " + file + ": " + reason(e), e);
        }
    }

    /** Lets OpenCV, the whole of it in this process, use no more threads than this. */
    public static void limitThreads(int threads) {
        OpenCvLibrary.load();
        Core.setNumThreads(threads);
    }

    @Override
    public void prepare(List<BgrImage> images) {
        if (images.size() != batch) {
            throw new IllegalArgumentException("a run takes " + batch + " images, got " + images.size());
        }
        AnchorGrid grid = decoder.grid();
        prepared = LetterboxedBatch.of(images, grid.width(), grid.height(), FloatBuffer.wrap(planes));
        input.put(new int[input.dims()], planes);
    }

    /** @throws IllegalStateException if OpenCV cannot run the network */
    @Override
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

    @Override
    public List<List<Detection>> finish() {
        return prepared.toSource(decoder.detections(FloatBuffer.wrap(output), prepared.size()));
    }

    @Override
    public void close() {
        input.release();
    }

    private static String reason(CvException e) {
        return e.getMessage().strip().replaceAll("\\s+", " ");
    }
}

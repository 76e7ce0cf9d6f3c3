package io.github.yolox4j.onednn.run;

import io.github.yolox4j.onednn.network.ImagePlane;
import io.github.yolox4j.onednn.network.Layer;
import io.github.yolox4j.onednn.network.Network;
import io.github.yolox4j.onednn.network.RowPart;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Forward and backward pass of a network in oneDNN, for one input and batch size: from images to rows, and from the
 * rows' gradients to those of the parameters. It computes in single precision.
 *
 * <p>Maps lie in memory in blocks of 8 or 16 channels. They are what is kept for the backward pass, with the
 * statistics of batch-norms and the places of maxima. Only the thread that makes a pass may run it.
 */
public final class TrainingPass implements AutoCloseable {

    private final Program program;
    private final Tensor images;
    private final Tensor rows;
    private final Tensor rowGradients;
    private final int half;
    private final Set<String> kernels;
    private final int batch;
    private final int threads;
    private final Thread maker = Thread.currentThread();
    private final List<ImagePlane> planes;
    private BytePointer place;

    /**
     * Writes the program.
     *
     * @param batch number of images
     * @param threads that it computes with, at least 1
     * @param arrays what it reads and writes; they must outlive it
     */
    public TrainingPass(Network network, int batch, int threads, PassArrays arrays) {
        this.threads = threads;
        OneDnnLibrary.useThreads(threads); // kernels are made for a number of threads
        this.batch = batch;
        planes = network.planes();
        PassBuilder pass = new PassBuilder(batch, arrays);
        program = pass.program();
        images = program.tensor(OneDnn.layout(memory.format_tag.nchw, pass.shape(network.image())));
        program.isUsedHere(images);
        pass.put(network.image(), images);

        List<LayerCode> codes = writeForward(network, pass);
        memory.desc allRows = OneDnn.layout(memory.format_tag.abc, batch, network.rowCount(), network.rowLength());
        rows = program.tensor(allRows);
        rowGradients = program.tensor(allRows);
        for (RowPart part : network.rows()) {
            program.copy(pass.value(part.feature()), rows.as(layout(part, pass, network)));
        }
        half = program.size();
        program.isUsedHere(rows);
        program.isUsedHere(rowGradients);
        for (RowPart part : network.rows()) {
            pass.addGradient(
                    part.feature(),
                    program.in(pass.layout(part.feature()), rowGradients.as(layout(part, pass, network))));
        }
        for (int i = codes.size() - 1; i >= 0; i--) {
            LayerCode code = codes.get(i);
            pass.gradient(network.layers().get(i).output()).ifPresent(code::backward);
        }
        kernels = pass.kernels();
    }

    private static List<LayerCode> writeForward(Network network, PassBuilder pass) {
        List<LayerCode> codes = new ArrayList<>();
        for (Layer layer : network.layers()) {
            LayerCode code = LayerCode.of(layer, pass);
            codes.add(code);
            code.forward();
            pass.noteLearning(layer, code.isTrained());
        }
        return codes;
    }

    /** The numbers of a part among the rows of all images. */
    private static memory.desc layout(RowPart part, PassBuilder pass, Network network) {
        long perImage = (long) network.rowCount() * network.rowLength();
        long[] strides = {perImage, part.channelStride(), part.rowStride(), part.columnStride()};
        memory.desc atStart = OneDnn.strided(pass.shape(part.feature()), strides);
        atStart.data().offset0(part.offset());
        return atStart;
    }

    /** How much memory it needs to run. */
    public long bytes() {
        return program.bytes();
    }

    /** Gives it memory to run in, at least {@link #bytes()}; others may use it between two runs. */
    public void bind(BytePointer space) {
        if (!space.equals(place)) {
            program.bind(space);
            place = space;
        }
    }

    /** The network's output, {@code [batch, rows, numbers]}: to be read after {@link #forward}, in the bound memory. */
    public FloatBuffer rows() {
        return numbers(rows);
    }

    /** The gradient of a loss with respect to {@link #rows}: to be written before {@link #backward}. */
    public FloatBuffer rowGradients() {
        return numbers(rowGradients);
    }

    /** Kernels work in memory that oneDNN keeps for the thread that made them; in another they end the process. */
    private void requireMaker() {
        if (Thread.currentThread() != maker) {
            throw new IllegalStateException("a pass runs in the thread that made it, " + maker.getName() + ", not in "
                    + Thread.currentThread().getName());
        }
    }

    private FloatBuffer numbers(Tensor tensor) {
        if (place == null) {
            throw new IllegalStateException("a pass needs memory first: bind");
        }
        return new FloatPointer(program.place(tensor.region(), place))
                .capacity(tensor.layout().get_size() / Float.BYTES)
                .asBuffer();
    }

    /**
     * Runs the network.
     *
     * @param pixels {@code [batch, 3, height, width]} in C order
     * @throws IllegalArgumentException if they are too many or too few
     */
    public void forward(float[] pixels) {
        requireMaker();
        FloatBuffer numbers = numbers(images);
        if (pixels.length != numbers.capacity()) {
            throw new IllegalArgumentException("expected " + numbers.capacity() + " numbers, got " + pixels.length);
        }
        int plane = numbers.capacity() / (batch * planes.size());
        for (int image = 0; image < batch; image++) {
            for (int channel = 0; channel < planes.size(); channel++) {
                int first = image * planes.size();
                write(
                        pixels,
                        (first + planes.get(channel).source()) * plane,
                        planes.get(channel),
                        numbers.slice((first + channel) * plane, plane));
            }
        }
        OneDnnLibrary.useThreads(threads);
        program.run(0, half);
    }

    /** Writes a channel of an image. */
    private static void write(float[] pixels, int from, ImagePlane plane, FloatBuffer to) {
        if (plane.isAsItIs()) {
            to.put(pixels, from, to.capacity());
            return;
        }
        for (int i = 0; i < to.capacity(); i++) {
            to.put(i, (float) (plane.scale() * pixels[from + i] + plane.shift()));
        }
    }

    /** Computes the gradients of the parameters from those of the rows; the last call must have been to forward. */
    public void backward() {
        requireMaker();
        OneDnnLibrary.useThreads(threads);
        program.run(half, program.size());
    }

    /** The names of the kernels that oneDNN chose. */
    public Set<String> kernels() {
        return kernels;
    }

    @Override
    public void close() {
        program.close();
    }
}

package io.github.yolox4j.verify.layers;

import io.github.yolox4j.onnx.file.OnnxInside;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.verify.runtime.OnnxRun;
import io.github.yolox4j.verify.runtime.OnnxSession;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;

/** What ONNX Runtime computes for the values inside a file: it is run once, and all of them are kept. */
public final class FileValues implements ReferenceValues {

    private final OnnxSession session;
    private final OnnxRun run;

    private FileValues(OnnxSession session, OnnxRun run) {
        this.session = session;
        this.run = run;
    }

    /**
     * Computes.
     *
     * @param name of the file, for messages
     * @param values to keep
     * @param input by name
     * @throws IOException if ONNX Runtime does not accept the file
     */
    public static FileValues of(
            String name,
            OnnxInside file,
            Collection<String> values,
            Map<String, Tensor> input,
            SessionSettings settings)
            throws IOException {
        OnnxSession session = OnnxSession.of(name, file.showing(values), settings);
        try {
            return new FileValues(session, session.keep(input));
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    @Override
    public Tensor of(String value) {
        return run.of(value);
    }

    @Override
    public long size(String value) {
        return run.size(value);
    }

    @Override
    public void close() {
        run.close();
        session.close();
    }
}

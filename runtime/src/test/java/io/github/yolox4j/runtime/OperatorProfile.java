package io.github.yolox4j.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What ONNX Runtime's own profile says it ran. */
final class OperatorProfile {

    private OperatorProfile() {}

    /** How many nodes of each operator ran, once, on an input of zeros. */
    static Map<String, Integer> of(Path file, long[] shape) throws IOException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.enableProfiling(file + ".profile");
            String profile;
            try (OrtSession session = environment.createSession(file.toString(), options);
                    OnnxTensor input = OnnxTensor.createTensor(
                            environment,
                            FloatBuffer.allocate((int) Arrays.stream(shape).reduce(1, Math::multiplyExact)),
                            shape)) {
                String name = session.getInputNames().iterator().next();
                session.run(Map.of(name, input)).close();
                profile = session.endProfiling();
            }
            return count(new ObjectMapper().readTree(Path.of(profile).toFile()));
        } catch (OrtException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, Integer> count(JsonNode events) {
        Map<String, Integer> operators = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        for (JsonNode event : events) {
            String name = event.path("name").asText();
            if (name.endsWith("_kernel_time") && seen.add(name)) {
                operators.merge(event.path("args").path("op_name").asText(), 1, Integer::sum);
            }
        }
        return operators;
    }
}

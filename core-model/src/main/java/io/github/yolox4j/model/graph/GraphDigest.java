package io.github.yolox4j.model.graph;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.serde.FlatBuffersMapper;

/**
 * Tells graphs apart: all that decides what a graph computes goes into a digest, and the values of its variables, which
 * training changes, do not. Of each variable that is its name, kind, type and shape, of a constant that an
 * operator uses the numbers too; of each operator it is what ND4J writes into a file.
 */
public final class GraphDigest {

    private GraphDigest() {}

    /** Adds a graph to a digest. Equal graphs that were built in the same order add the same. */
    public static void update(MessageDigest digest, SameDiff graph) {
        List<SDVariable> variables = graph.variables();
        Map<String, Integer> places = new HashMap<>();
        for (SDVariable variable : variables) {
            places.put(variable.name(), places.size());
            update(digest, variable);
            if (variable.getVariableType() == VariableType.CONSTANT && isUsed(graph, variable)) {
                digest.update(variable.getArr().dup('c').data().asBytes());
            }
        }
        for (SameDiffOp node : graph.getOps().values()) {
            update(digest, node.getName() + node.getInputsToOp() + node.getOutputsOfOp());
            digest.update(written(graph, node, variables, places));
        }
    }

    private static void update(MessageDigest digest, SDVariable variable) {
        update(
                digest,
                variable.name() + " " + variable.getVariableType() + " " + variable.dataType() + " "
                        + Arrays.toString(variable.getShape()));
    }

    private static boolean isUsed(SameDiff graph, SDVariable variable) {
        List<String> users = graph.getVariables().get(variable.name()).getInputsForOp();
        return users != null && !users.isEmpty();
    }

    private static byte[] written(
            SameDiff graph, SameDiffOp node, List<SDVariable> variables, Map<String, Integer> places) {
        FlatBufferBuilder file = new FlatBufferBuilder();
        file.finish(FlatBuffersMapper.asFlatNode(
                graph,
                node.getOp(),
                file,
                variables,
                places,
                new HashMap<>(),
                new HashMap<>(),
                new AtomicInteger(),
                0));
        return file.sizedByteArray();
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}

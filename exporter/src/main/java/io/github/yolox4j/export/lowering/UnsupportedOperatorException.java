package io.github.yolox4j.export.lowering;

/** A SameDiff operator, or a setting of it, that no rule translates. */
public final class UnsupportedOperatorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String operator;
    private final String node;

    public UnsupportedOperatorException(String operator, String node, String reason) {
        super("operator " + operator + " at node " + node + " cannot be exported: " + reason);
        this.operator = operator;
        this.node = node;
    }

    /** SameDiff's name of the operator. */
    public String operator() {
        return operator;
    }

    /** Name of the node in the SameDiff graph. */
    public String node() {
        return node;
    }
}

package io.github.yolox4j.verify.export;

/** An exported file that failed its proof. Nothing of it is left. */
public final class RefusedExportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RefusedExportException(String message) {
        super(message);
    }
}

package io.github.yolox4j.model.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The fingerprint of bytes: other bytes have another one, in all likelihood. */
public final class Sha256 {

    private Sha256() {}

    /** The SHA-256 of bytes as 64 hexadecimal digits, in lower case. */
    public static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

package io.github.yolox4j.train.parallel;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What two neighbours say to each other before they exchange numbers. Each says who it is, with a number never used
 * before, and proves with both numbers that it knows the secret:
 * \( \mathrm{HMAC}_{\mathrm{SHA256}}(\text{secret}, \text{own} \,\|\, \text{other's}) \). What is exchanged after that is
 * neither encrypted nor signed.
 */
final class Handshake {

    /** What a connection is for. */
    enum Purpose {
        /** Numbers, from a rank to the next. */
        NUMBERS,
        /** Signs of life and failures, in both directions. */
        SIGNS
    }

    private static final int MAGIC = 0x59344a31;
    private static final int NONCE = 32;
    private static final int LONGEST = 4096;
    private static final String ALGORITHM = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Membership own;
    private final Duration patience;

    Handshake(Membership own, Duration patience) {
        this.own = own;
        this.patience = patience;
    }

    /** The other side is of this ring, but not what it should be: waiting for another does not help. */
    static final class Mismatch extends IOException {

        private static final long serialVersionUID = 1;

        Mismatch(String message) {
            super(message);
        }
    }

    /** Another rank as it introduces itself. */
    private record Hello(int rank, int size, Purpose purpose, String run, String configuration) {}

    /** As the one who called a rank. */
    void call(Socket socket, int callee, Purpose purpose) throws IOException {
        Hello other = exchange(socket, purpose);
        require("rank", callee, other.rank());
    }

    /** As the one who was called by the rank before; returns what for. */
    Purpose answer(Socket socket) throws IOException {
        Hello other = exchange(socket, Purpose.NUMBERS);
        require("rank", own.previous(), other.rank());
        return other.purpose();
    }

    private Hello exchange(Socket socket, Purpose purpose) throws IOException {
        socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            byte[] said = hello(purpose);
            send(out, said);
            byte[] heard = receive(in);
            if (Arrays.equals(heard, said)) {
                throw new IOException(socket.getRemoteSocketAddress() + " only repeats what it hears");
            }
            send(out, proof(said, heard));
            if (!MessageDigest.isEqual(receive(in), proof(heard, said))) {
                throw new IOException(socket.getRemoteSocketAddress() + " has another secret");
            }
            Hello other = read(heard);
            require("number of ranks", own.size(), other.size());
            require("run", own.run(), other.run());
            require("digest of the configuration", own.configuration(), other.configuration());
            return other;
        } catch (SocketTimeoutException e) {
            throw new IOException(socket.getRemoteSocketAddress() + " does not answer", e);
        }
    }

    private static void require(String what, Object expected, Object found) throws Mismatch {
        if (!expected.equals(found)) {
            throw new Mismatch("the neighbour's " + what + " is " + found + ", expected " + expected);
        }
    }

    private byte[] hello(Purpose purpose) throws IOException {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(MAGIC);
        out.write(nonce);
        out.writeInt(own.rank());
        out.writeInt(own.size());
        out.writeUTF(purpose.name());
        out.writeUTF(own.run());
        out.writeUTF(own.configuration());
        return bytes.toByteArray();
    }

    private static Hello read(byte[] hello) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(hello));
        if (in.readInt() != MAGIC) {
            throw new IOException("the other side is no rank of this version of YOLOX4J");
        }
        in.skipNBytes(NONCE);
        return new Hello(in.readInt(), in.readInt(), Purpose.valueOf(in.readUTF()), in.readUTF(), in.readUTF());
    }

    private byte[] proof(byte[] from, byte[] to) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(("secret:" + own.secret()).getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update(from);
            return mac.doFinal(to);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    private static void send(DataOutputStream out, byte[] message) throws IOException {
        out.writeInt(message.length);
        out.write(message);
        out.flush();
    }

    private static byte[] receive(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LONGEST) {
            throw new IOException("the other side is no rank of this version of YOLOX4J");
        }
        byte[] message = in.readNBytes(length);
        if (message.length < length) {
            throw new IOException("the other side ended the connection");
        }
        return message;
    }
}

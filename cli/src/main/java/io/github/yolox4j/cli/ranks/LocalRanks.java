package io.github.yolox4j.cli.ranks;

import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.ort.SessionSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ranks that are processes on this machine, with the options of the one that starts them. */
public final class LocalRanks {

    /** The environment variable with the process that started a rank, which ends when that one has. */
    private static final String PARENT = "YOLOX4J_RANKS_PARENT";

    /** The class of the program, which knows this one. */
    private static final String MAIN = "io.github.yolox4j.cli.Main";

    private static final int SECRET_BYTES = 32;
    private static final int SECONDS_TO_END = 10;

    private final List<String> arguments;
    private final int count;
    private final int threads;

    /**
     * For a command line.
     *
     * @param arguments of the whole program, {@value RanksOptions#LOCAL} among them
     */
    public LocalRanks(List<String> arguments, int count) {
        this.arguments = withoutLocal(arguments);
        this.count = count;
        threads = Math.max(1, Runtime.getRuntime().availableProcessors() / count);
    }

    private static List<String> withoutLocal(List<String> arguments) {
        List<String> others = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equals(RanksOptions.LOCAL)) {
                i++;
            } else if (!arguments.get(i).startsWith(RanksOptions.LOCAL + "=")) {
                others.add(arguments.get(i));
            }
        }
        return others;
    }

    /** Ends this process, which another one started as a rank, as soon as that one has ended. */
    public static void endWithParent() {
        String parent = System.getenv(PARENT);
        if (parent == null) {
            return;
        }
        Thread watch = new Thread(
                () -> {
                    ProcessHandle.of(Long.parseLong(parent))
                            .ifPresent(process -> process.onExit().join());
                    Runtime.getRuntime().halt(ExitCode.WRONG_INPUT);
                },
                "end of the process that started the ranks");
        watch.setDaemon(true);
        watch.start();
    }

    /**
     * Starts all, and waits until they have ended. Rank 0 prints as if it were alone, the others with their number in
     * front of each line.
     *
     * @return the exit code of the first that failed; 0 if none did
     */
    public int run(PrintWriter out, PrintWriter err) throws IOException {
        String addresses = String.join(",", freeAddresses());
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        List<Process> ranks = new ArrayList<>();
        List<Thread> readers = new ArrayList<>();
        try {
            for (int rank = 0; rank < count; rank++) {
                Process process = start(rank, addresses, HexFormat.of().formatHex(secret));
                ranks.add(process);
                String mark = rank == 0 ? "" : "rank " + rank + ": ";
                readers.add(reader(process.inputReader(Charset.defaultCharset()), mark, out));
                readers.add(reader(process.errorReader(Charset.defaultCharset()), mark, err));
            }
            int code = await(ranks);
            for (Thread reader : readers) {
                reader.join();
            }
            return code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while ranks train", e);
        } finally {
            ranks.forEach(Process::destroyForcibly);
        }
    }

    private Process start(int rank, String addresses, String secret) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        if (System.getProperty(SessionSettings.THREADS) == null) {
            line.add("-D" + SessionSettings.THREADS + "=" + threads);
        }
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
        line.addAll(arguments);
        line.addAll(List.of(RanksOptions.RANKS, addresses, RanksOptions.RANK, Integer.toString(rank)));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put(RanksOptions.SECRET, secret);
        builder.environment().put(PARENT, Long.toString(ProcessHandle.current().pid()));
        builder.environment().putIfAbsent("OMP_NUM_THREADS", Integer.toString(threads));
        return builder.start();
    }

    private List<String> freeAddresses() throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            List<String> addresses = new ArrayList<>();
            for (int rank = 0; rank < count; rank++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                addresses.add(socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort());
            }
            return addresses;
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    private static Thread reader(BufferedReader from, String mark, PrintWriter to) {
        Thread thread = new Thread(
                () -> {
                    try (from) {
                        from.lines().forEach(line -> to.println(mark + line));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "output of a rank");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Once one has failed, the others end by themselves, or are ended. */
    private static int await(List<Process> ranks) throws InterruptedException {
        int code = ExitCode.DONE;
        List<Process> running = new ArrayList<>(ranks);
        while (!running.isEmpty()) {
            for (Process process : List.copyOf(running)) {
                if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                    running.remove(process);
                    code = code == ExitCode.DONE ? process.exitValue() : code;
                }
            }
            if (code != ExitCode.DONE) {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_END);
                for (Process process : running) {
                    process.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                    process.destroyForcibly();
                }
                return code;
            }
        }
        return code;
    }
}

package io.github.yolox4j.train.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rings of processes. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RingProcessesTest {

    private static final int COUNT = 100_003;
    private static final int FOREVER = 1_000_000;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void two_processes_sum_to_the_bits_of_the_serial_sum() throws Exception {
        assertSums(2);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 6, 7, 8})
    void more_processes_do_so_too(int size) throws Exception {
        assertSums(size);
    }

    private void assertSums(int size) throws Exception {
        List<BufferedReader> said = start(size, 3, 20_000);
        String expected = Integer.toString(Arrays.hashCode(RingTest.serialSum(size, COUNT, 0)));
        for (BufferedReader rank : said) {
            assertThat(rank.readLine()).isEqualTo(expected);
        }
    }

    @Test
    void a_killed_process_is_known_everywhere_within_a_second() throws Exception {
        List<BufferedReader> said = start(3, FOREVER, 20_000);
        long killed = System.currentTimeMillis();
        processes.get(1).destroyForcibly();
        for (int rank : new int[] {0, 2}) {
            assertFailure(said.get(rank).readLine(), killed, 0, 1000, "its process has ended");
        }
    }

    @Tag("slow")
    @Test
    void a_stopped_process_is_known_everywhere_after_the_silence_that_is_allowed() throws Exception {
        List<BufferedReader> said = start(4, FOREVER, 2000);
        long stopped = System.currentTimeMillis();
        new ProcessBuilder("kill", "-STOP", Long.toString(processes.get(1).pid()))
                .start()
                .waitFor();
        for (int rank : new int[] {0, 2, 3}) {
            assertFailure(said.get(rank).readLine(), stopped, 1400, 4000, "nothing was heard of it for 2 s");
        }
    }

    private static void assertFailure(String line, long since, long atLeast, long atMost, String reason) {
        String[] parts = line.split(" ", 2);
        assertThat(parts[1]).startsWith("rank 1 (").contains(reason);
        assertThat(Long.parseLong(parts[0]) - since).as(line).isBetween(atLeast, atMost);
    }

    /** Starts ranks and waits until all have joined. */
    private List<BufferedReader> start(int size, int sums, int silence) throws IOException {
        String ports = ports(size);
        List<BufferedReader> said = new ArrayList<>();
        for (int rank = 0; rank < size; rank++) {
            List<String> line = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx128m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    RingProcess.class.getName(),
                    Integer.toString(rank),
                    ports,
                    Integer.toString(COUNT),
                    Integer.toString(sums),
                    Integer.toString(silence));
            Process process = new ProcessBuilder(line)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            processes.add(process);
            said.add(process.inputReader(Charset.defaultCharset()));
        }
        for (BufferedReader rank : said) {
            assertThat(rank.readLine()).isEqualTo("joined");
        }
        return said;
    }

    private static String ports(int size) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            ports.add(Integer.toString(held.get(i).getLocalPort()));
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        return String.join(",", ports);
    }
}

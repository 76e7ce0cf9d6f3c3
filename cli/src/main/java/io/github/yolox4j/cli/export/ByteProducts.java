package io.github.yolox4j.cli.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Whether a processor adds up products of bytes in one instruction, as int8 files want it: VNNI on x86, DotProd on Arm. */
enum ByteProducts {
    PRESENT,
    MISSING,
    UNKNOWN;

    /** Where Linux says what a processor can do. */
    static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private static final Set<String> INSTRUCTIONS = Set.of("avx512_vnni", "avx_vnni", "asimddp");

    /** By what Linux says of the first processor; unknown on other systems. */
    static ByteProducts of(Path cpuInfo) throws IOException {
        if (!Files.isReadable(cpuInfo)) {
            return UNKNOWN;
        }
        List<String> lines = Files.readAllLines(cpuInfo);
        return lines.stream()
                .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                .findFirst()
                .map(line -> Stream.of(line.split("\\s+")).anyMatch(INSTRUCTIONS::contains) ? PRESENT : MISSING)
                .orElse(UNKNOWN);
    }
}

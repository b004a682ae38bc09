package org.panamarc.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** Inputs that claim absurd sizes, read by a JVM with little memory. */
@Timeout(120)
class AbsurdClaimsTest {
    private static final String HEAP = "-Xmx64m";

    /** Of the whole process: heap, windows, the JVM itself. */
    private static final int MOST_MEGABYTES = 400;

    private static final int MB = 1 << 20;
    private static final byte[] LEADER = Bytes.latin1("99999nam a2299999 i 4500");
    private static final byte[] GOOD = RecordBuilder.numbered(1);
    private static final String GOOD_NUMBER = "test00001";

    private static @TempDir Path crashes;

    @SuppressWarnings("NullAway.Init") // JUnit has it made before the first test
    private static Child child;

    @TempDir Path folder;

    @BeforeAll
    static void startAChild() throws IOException {
        child = new Child(crashes, ClaimsChild.class, List.of(HEAP));
    }

    @AfterAll
    static void itHasNotCrashed() throws IOException {
        child.close();
    }

    @AfterEach
    void itsMemoryIsBounded() throws IOException {
        Path status = child.proc().resolve("status");
        assumeTrue(Files.exists(status), "this system does not show what a process takes");
        String line =
                Files.readAllLines(status).stream()
                        .filter(one -> one.startsWith("VmHWM:"))
                        .findFirst()
                        .orElseThrow();
        int megabytes = Integer.parseInt(line.replaceAll("\\D", "")) >> 10;
        assertTrue(megabytes < MOST_MEGABYTES, megabytes + " MB");
    }

    private String read(byte[] file) throws IOException {
        child.send(Files.write(folder.resolve("f"), file).toString());
        return child.hear();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] filled(byte[] part, int size) {
        byte[] bytes = new byte[size];
        for (int at = 0; at < size; at += part.length) {
            System.arraycopy(part, 0, bytes, at, Math.min(part.length, size - at));
        }
        return bytes;
    }

    private static byte[] absurdDirectory() {
        RecordBuilder builder = new RecordBuilder();
        for (int i = 0; i < 8000; i++) {
            builder.entry("500", 9999, 99_999);
        }
        return builder.field("500", "  $ax").build();
    }

    static Stream<Arguments> claims() {
        byte[] tooLarge = Bytes.concat(LEADER, Bytes.repeat('x', 40 * MB));
        byte[] terminators = Bytes.concat(LEADER, Bytes.repeat(0x1E, 20 * MB));
        byte[] manyRecords =
                Bytes.concat(
                        IntStream.range(0, 50_000)
                                .mapToObj(RecordBuilder::numbered)
                                .toArray(byte[][]::new));
        return Stream.of(
                Arguments.of("leaders of 99999, end to end", filled(LEADER, 20 * MB)),
                Arguments.of(
                        "leaders of 99999 with a terminator each",
                        filled(Bytes.concat(LEADER, Bytes.of(0x1E, 0x1D, 'x')), 5 * MB)),
                Arguments.of("directories of absurd numbers", filled(absurdDirectory(), 5 * MB)),
                Arguments.of("a record over the largest size", tooLarge),
                Arguments.of("millions of terminators", terminators),
                Arguments.of("many records at once", manyRecords));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("claims")
    void claimsAreNotBelieved(String name, byte[] claims) throws IOException {
        byte[] input = Bytes.concat(claims, GOOD);
        assertEquals("0 %d true %s".formatted(input.length, GOOD_NUMBER), read(input));
    }

    static Stream<Arguments> parts() {
        return Stream.of(
                Arguments.of("letters", Bytes.repeat('x', 16 * MB), 64),
                Arguments.of("leaders", filled(LEADER, 16 * MB), 8),
                Arguments.of("terminators", Bytes.concat(LEADER, Bytes.repeat(0x1E, 16 * MB)), 8));
    }

    /** A gigabyte of letters comes out of one megabyte. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("parts")
    @DisabledIfSystemProperty(
            named = "panamarc.native",
            matches = "off",
            disabledReason = "takes long, and the other claims are read with either scanner")
    void aGzipFileMayHoldManyTimesTheMemory(String name, byte[] part, int times)
            throws IOException {
        byte[] packed = gzip(part);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            file.writeBytes(packed);
        }
        file.writeBytes(gzip(GOOD));
        long size = (long) times * part.length + GOOD.length;
        assertEquals("0 %d true %s".formatted(size, GOOD_NUMBER), read(file.toByteArray()));
    }

    @Test
    void aRecordTooLargeForMemoryIsReportedAndLeftOut() throws IOException {
        // In MARC-8 each of these letters may become three bytes, so 45 MB are asked for.
        byte[] field = Bytes.concat(Bytes.latin1("  \u001Fa"), Bytes.repeat(0xE2, 15 * MB));
        byte[] record =
                Bytes.concat(
                        Bytes.latin1("99999nam  2200037 i 4500500999900000\u001E"),
                        field,
                        Bytes.of(0x1E, 0x1D));
        byte[] input = Bytes.concat(GOOD, record, GOOD);
        assertEquals("1 %d true %s".formatted(input.length, GOOD_NUMBER), read(input));
    }
}

package org.panamarc.fuzz;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import org.panamarc.ErrorPolicy;
import org.panamarc.FileEncoding;
import org.panamarc.MarcFormat;
import org.panamarc.MarcReader;
import org.panamarc.Nfc;
import org.panamarc.ReadOptions;
import org.panamarc.Span;
import org.panamarc.internal.compression.Compression;

/**
 * What to read, and how: the first bytes of a fuzzer's input choose among the ways, the others are
 * what is read.
 */
final class Choice {
    /** Bytes at the start of an input that choose. */
    static final int BYTES = 4;

    private static final List<Origin> ORIGINS = List.of(Origin.values());

    private static final List<Nfc> NORMALIZED = List.of(Nfc.values());

    private static final List<FileEncoding> ENCODINGS =
            List.of(
                    FileEncoding.Rule.MARC_21,
                    FileEncoding.Rule.MARC_21,
                    FileEncoding.Rule.MARC_21,
                    FileEncoding.Rule.MARC_21,
                    FileEncoding.Rule.UNIMARC,
                    FileEncoding.Rule.UNIMARC,
                    FileEncoding.of(Charset.forName("windows-1251")),
                    FileEncoding.of(Charset.forName("GB18030")));

    /** What is read; not to be changed. */
    final byte[] bytes;

    /** Encoding, window and batch size, threads, and the size of the largest record. */
    final ReadOptions options;

    final Origin origin;

    /** Bytes that a stream gives at a time. */
    final int atOnce;

    /** Whether defects of the content count for the error policy. */
    final boolean strict;

    /** A number for other choices, 0 to 255. */
    final int number;

    private Choice(
            byte[] bytes,
            ReadOptions options,
            Origin origin,
            int atOnce,
            boolean strict,
            int number) {
        this.bytes = bytes;
        this.options = options;
        this.origin = origin;
        this.atOnce = atOnce;
        this.strict = strict;
        this.number = number;
    }

    static Choice of(byte[] input) {
        byte[] head = Arrays.copyOf(input, BYTES);
        int window = head[0] & 0xFF;
        int batch = head[1] & 0xFF;
        int source = head[2] & 0xFF;
        int record = head[3] & 0xFF;
        return new Choice(
                Arrays.copyOfRange(input, Math.min(BYTES, input.length), input.length),
                ReadOptions.DEFAULT
                        .withFormat(MarcFormat.ISO_2709)
                        .withNfc(NORMALIZED.get((record >>> 5) % NORMALIZED.size()))
                        .withFileEncoding(ENCODINGS.get((record >>> 2) & 7))
                        .withWindowBytes(1 + skewed(window) * 16)
                        .withBatchRecords(1 + (batch & 15))
                        .withBatchBytes(1 << (2 * (batch >>> 4)))
                        .withThreads(1 + (source >>> 6))
                        .withMaxRecordBytes(
                                record < 0xC0
                                        ? ReadOptions.DEFAULT.maxRecordBytes()
                                        : 26 + 40 * (record & 0x3F)),
                ORIGINS.get(source % ORIGINS.size()),
                1 + skewed(source),
                (record & 1) != 0,
                batch);
    }

    /** 0 to 253, small numbers oftener: these make most ends of windows within an input. */
    private static int skewed(int head) {
        return (head * head * head) >>> 16;
    }

    /** The plainest way to read the same bytes. */
    Choice plain() {
        return new Choice(
                bytes,
                ReadOptions.DEFAULT
                        .withFormat(MarcFormat.ISO_2709)
                        .withThreads(1)
                        .withNfc(options.nfc())
                        .withFileEncoding(options.fileEncoding())
                        .withMaxRecordBytes(options.maxRecordBytes()),
                Origin.MEMORY,
                1,
                strict,
                number);
    }

    /** The options with an error policy. */
    ReadOptions with(ErrorPolicy policy) {
        return options.withStrict(strict).withOnError(policy);
    }

    /** The same way to read other bytes. */
    Choice with(byte[] others) {
        return new Choice(others, options, origin, atOnce, strict, number);
    }

    /** The same way to read some of the bytes only. */
    Choice only(Span span) {
        return with(Arrays.copyOfRange(bytes, (int) span.start(), (int) span.end()));
    }

    /** Whether the bytes are compressed; what they hold is another input then. */
    boolean compressed() {
        return Compression.of(Arrays.copyOf(bytes, Math.min(bytes.length, Compression.FIRST)))
                != null;
    }

    /** A reader of all bytes. */
    MarcReader open(ReadOptions how) throws IOException {
        return origin.open(bytes, how, atOnce);
    }
}

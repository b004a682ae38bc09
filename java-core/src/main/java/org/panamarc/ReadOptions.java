package org.panamarc;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.readahead.Threads;

/**
 * How to read. Immutable; the {@code with…} methods give changed copies.
 *
 * @param onError what to do with a record that breaks the standard
 * @param strict whether defects of severity {@link Defect.Severity#CONTENT} count for that, too
 * @param framing how the input is divided
 * @param fileEncoding how the values of records are coded
 * @param nfc which values come in Unicode Normalization Form C
 * @param keepReferences whether numeric character references in MARC-8 stay as they are; see {@link
 *     #withKeepReferences}
 * @param windowBytes size of the private copy of the input that is scanned at once, in bytes
 * @param batchRecords the most records of a batch where a call does not say
 * @param batchBytes bytes of records after which a batch is full; one larger record still comes
 *     whole
 * @param maxRecordBytes the largest record; a leader without an end within it begins no record
 * @param threads how many threads read ahead, 0 where the environment decides; see {@link
 *     #withThreads}
 * @param quarantine where to write the raw bytes of records that the policy {@code SKIP} leaves out
 *     or would leave out, and of skipped ranges; null for nowhere. See {@link #withQuarantine}.
 * @param format what the input is in, or null to detect it from the first bytes
 */
public record ReadOptions(
        ErrorPolicy onError,
        boolean strict,
        Framing framing,
        FileEncoding fileEncoding,
        Nfc nfc,
        boolean keepReferences,
        int windowBytes,
        int batchRecords,
        int batchBytes,
        int maxRecordBytes,
        int threads,
        @Nullable Path quarantine,
        @Nullable MarcFormat format) {

    /** Everything that can be recognized is given; batches of 100 records, up to 4 MiB. */
    public static final ReadOptions DEFAULT =
            new ReadOptions(
                    ErrorPolicy.RECOVER,
                    false,
                    Framing.RECORD,
                    FileEncoding.Rule.MARC_21,
                    Nfc.NONE,
                    false,
                    1 << 20,
                    100,
                    4 << 20,
                    16 << 20,
                    0,
                    null,
                    null);

    /** The smallest record: leader, the directory's terminator, the record terminator. */
    private static final int SMALLEST_RECORD = 26;

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if a size is not above 0, the largest record is below 26
     *     bytes, a size is above 1 GiB, {@code threads} is not from 0 to 256, or the format is only
     *     written
     */
    public ReadOptions {
        Objects.requireNonNull(onError);
        Objects.requireNonNull(framing);
        Objects.requireNonNull(fileEncoding);
        if (format != null && !format.isRead()) {
            throw new IllegalArgumentException(
                    "the format %s is only written; read another one".formatted(format.text()));
        }
        checkSize("windowBytes", windowBytes, 1);
        checkSize("batchRecords", batchRecords, 1);
        checkSize("batchBytes", batchBytes, 1);
        checkSize("maxRecordBytes", maxRecordBytes, SMALLEST_RECORD);
        if (threads < 0 || threads > Threads.MOST) {
            throw new IllegalArgumentException(
                    "threads is %d; expected 0 to %d".formatted(threads, Threads.MOST));
        }
    }

    private static void checkSize(String name, int size, int least) {
        if (size < least || size > 1 << 30) {
            throw new IllegalArgumentException(
                    "%s is %d; expected %d to %d".formatted(name, size, least, 1 << 30));
        }
    }

    /** The options under change: what a copy will have. */
    private static final class Changes {
        ErrorPolicy onError;
        boolean strict;
        Framing framing;
        FileEncoding fileEncoding;
        Nfc nfc;
        boolean keepReferences;
        int windowBytes;
        int batchRecords;
        int batchBytes;
        int maxRecordBytes;
        int threads;
        @Nullable Path quarantine;
        @Nullable MarcFormat format;

        Changes(ReadOptions from) {
            onError = from.onError;
            strict = from.strict;
            framing = from.framing;
            fileEncoding = from.fileEncoding;
            nfc = from.nfc;
            keepReferences = from.keepReferences;
            windowBytes = from.windowBytes;
            batchRecords = from.batchRecords;
            batchBytes = from.batchBytes;
            maxRecordBytes = from.maxRecordBytes;
            threads = from.threads;
            quarantine = from.quarantine;
            format = from.format;
        }
    }

    private ReadOptions with(Consumer<Changes> change) {
        Changes changes = new Changes(this);
        change.accept(changes);
        return new ReadOptions(
                changes.onError,
                changes.strict,
                changes.framing,
                changes.fileEncoding,
                changes.nfc,
                changes.keepReferences,
                changes.windowBytes,
                changes.batchRecords,
                changes.batchBytes,
                changes.maxRecordBytes,
                changes.threads,
                changes.quarantine,
                changes.format);
    }

    /** A copy with another error policy. */
    public ReadOptions withOnError(ErrorPolicy policy) {
        return with(changes -> changes.onError = policy);
    }

    /** A copy in which content defects count for the error policy, or do not. */
    public ReadOptions withStrict(boolean value) {
        return with(changes -> changes.strict = value);
    }

    /** A copy with another framing. */
    public ReadOptions withFraming(Framing value) {
        return with(changes -> changes.framing = value);
    }

    /** A copy with another way to decide how values are encoded. */
    public ReadOptions withFileEncoding(FileEncoding value) {
        return with(changes -> changes.fileEncoding = value);
    }

    /** A copy in which other values come in Unicode Normalization Form C. */
    public ReadOptions withNfc(Nfc value) {
        return with(changes -> changes.nfc = value);
    }

    /**
     * A copy in which numeric character references such as <code>&amp;#x4E2D;</code>, as which
     * MARC-8 has the characters that its sets lack (MARC 21 Specifications, "Conversion Between
     * Environments": lossless conversion), stay as they are instead of being read as those
     * characters. Those have four to six digits and mean a character above ASCII; all others are
     * text in any case.
     */
    public ReadOptions withKeepReferences(boolean value) {
        return with(changes -> changes.keepReferences = value);
    }

    /**
     * A copy for inputs in a certain format.
     *
     * @param value null to detect it from the first bytes of the input
     */
    public ReadOptions withFormat(@Nullable MarcFormat value) {
        return with(changes -> changes.format = value);
    }

    /** A copy with another window size, in bytes. */
    public ReadOptions withWindowBytes(int size) {
        return with(changes -> changes.windowBytes = size);
    }

    /** A copy with another number of records a batch. */
    public ReadOptions withBatchRecords(int size) {
        return with(changes -> changes.batchRecords = size);
    }

    /** A copy with another number of bytes a batch. */
    public ReadOptions withBatchBytes(int size) {
        return with(changes -> changes.batchBytes = size);
    }

    /** A copy with another size of the largest record, in bytes. */
    public ReadOptions withMaxRecordBytes(int size) {
        return with(changes -> changes.maxRecordBytes = size);
    }

    /**
     * A copy for which other threads read ahead: files and bytes in memory that are not compressed,
     * and only batches of records. The records, their defects and the account are those of one
     * thread; where the error policy leaves records out, a batch may have fewer.
     *
     * <p>They read some 4000 records ahead, are started by the first batch that is asked for, and
     * again where batches of another size are asked for. They end with the input, with the reader,
     * and with what is thrown.
     *
     * @param number 1 for none but the caller's; 0 for what the environment variable {@code
     *     PANAMARC_NUM_THREADS} says, or 1
     */
    public ReadOptions withThreads(int number) {
        return with(changes -> changes.threads = number);
    }

    /**
     * A copy that puts aside what was wrong: the raw bytes of each record that the policy {@code
     * SKIP} leaves out, or would leave out under another policy, and of each skipped range, one
     * after the other in the order of the input.
     *
     * <p>A report is written next to the file, under its name with {@code .tsv} added:
     * tab-separated values with a line of headings, which say where the bytes were in the input,
     * where they are in the file, and what each defect is. A reader replaces both when it is
     * opened; they are complete when it reaches the end or is closed. Several readers need several
     * files.
     *
     * @param path the file, not the input itself; null for none
     */
    public ReadOptions withQuarantine(@Nullable Path path) {
        return with(changes -> changes.quarantine = path);
    }
}

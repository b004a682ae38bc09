package org.panamarc;

import java.util.Objects;

/**
 * How to read. Immutable; the {@code with…} methods give changed copies.
 *
 * @param onError what to do with a record that breaks the standard
 * @param strict whether defects of severity {@link Defect.Severity#CONTENT} count for that, too
 * @param framing how the input is divided
 * @param windowBytes size of the private copy of the input that is scanned at once, in bytes
 * @param batchRecords the most records of a batch where a call does not say
 * @param batchBytes bytes of records after which a batch is full; one larger record still comes
 *     whole
 * @param maxRecordBytes the largest record; a leader without an end within it begins no record
 */
public record ReadOptions(
        ErrorPolicy onError,
        boolean strict,
        Framing framing,
        int windowBytes,
        int batchRecords,
        int batchBytes,
        int maxRecordBytes) {

    /** Everything that can be told is given; batches of 100 records, up to 4 MiB. */
    public static final ReadOptions DEFAULT =
            new ReadOptions(
                    ErrorPolicy.RECOVER, false, Framing.RECORD, 1 << 20, 100, 4 << 20, 16 << 20);

    /** The smallest record: leader, the directory's terminator, the record terminator. */
    private static final int SMALLEST_RECORD = 26;

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if a size is not above 0, the largest record is below 26
     *     bytes, or a size is above 1 GiB
     */
    public ReadOptions {
        Objects.requireNonNull(onError);
        Objects.requireNonNull(framing);
        checkSize("windowBytes", windowBytes, 1);
        checkSize("batchRecords", batchRecords, 1);
        checkSize("batchBytes", batchBytes, 1);
        checkSize("maxRecordBytes", maxRecordBytes, SMALLEST_RECORD);
    }

    private static void checkSize(String name, int size, int least) {
        if (size < least || size > 1 << 30) {
            throw new IllegalArgumentException(
                    "%s is %d; expected %d to %d".formatted(name, size, least, 1 << 30));
        }
    }

    /** A copy with another error policy. */
    public ReadOptions withOnError(ErrorPolicy policy) {
        return new ReadOptions(
                policy, strict, framing, windowBytes, batchRecords, batchBytes, maxRecordBytes);
    }

    /** A copy in which content defects count for the error policy, or do not. */
    public ReadOptions withStrict(boolean value) {
        return new ReadOptions(
                onError, value, framing, windowBytes, batchRecords, batchBytes, maxRecordBytes);
    }

    /** A copy with another framing. */
    public ReadOptions withFraming(Framing value) {
        return new ReadOptions(
                onError, strict, value, windowBytes, batchRecords, batchBytes, maxRecordBytes);
    }

    /** A copy with another window size, in bytes. */
    public ReadOptions withWindowBytes(int size) {
        return new ReadOptions(
                onError, strict, framing, size, batchRecords, batchBytes, maxRecordBytes);
    }

    /** A copy with another number of records a batch. */
    public ReadOptions withBatchRecords(int size) {
        return new ReadOptions(
                onError, strict, framing, windowBytes, size, batchBytes, maxRecordBytes);
    }

    /** A copy with another number of bytes a batch. */
    public ReadOptions withBatchBytes(int size) {
        return new ReadOptions(
                onError, strict, framing, windowBytes, batchRecords, size, maxRecordBytes);
    }

    /** A copy with another size of the largest record, in bytes. */
    public ReadOptions withMaxRecordBytes(int size) {
        return new ReadOptions(
                onError, strict, framing, windowBytes, batchRecords, batchBytes, size);
    }
}

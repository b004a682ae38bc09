package org.panamarc.python;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.MarcFormat;
import org.panamarc.MarcFormatException;
import org.panamarc.internal.accounting.QuarantineFile;
import org.panamarc.internal.reader.BatchReader;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.source.ChunkSource;
import org.panamarc.internal.source.InputFile;
import org.panamarc.internal.source.Source;
import org.panamarc.internal.source.Sources;

/**
 * One input, read for Python. Results are lengths where there is something and negative numbers
 * where there is not, since an exception costs as much as a hundred records.
 *
 * <p>Python may not get what a call gave, see {@link Redelivery}.
 *
 * <p>Several threads may call {@link #fill} and {@link #boundaries}, each with a buffer of its own.
 */
public final class PythonReader implements AutoCloseable {
    /** There will be no more. */
    public static final long END = 0;

    /** Much input went by without a batch; call again. */
    public static final long PAUSED = -1;

    /** A chunk has to be supplied first. */
    public static final long NEED_INPUT = -2;

    /** The error policy does not let something through: see {@link #failure}. */
    public static final long FAILED = -3;

    /** There may be more to count. */
    public static final long COUNTED = 1;

    private final BatchReader reader;
    private final @Nullable ChunkSource chunks;
    private long supplied; // number of the last chunk
    private final Redelivery redelivery;

    private PythonReader(Source source, PythonOptions options, InputRange range)
            throws IOException {
        QuarantineFile quarantine = options.openQuarantine();
        this.reader = new BatchReader(source, options.readOptions(), range, quarantine);
        this.redelivery = new Redelivery(reader);
        this.chunks = source instanceof ChunkSource chunkSource ? chunkSource : null;
    }

    /** A reader of what a BatchReader reads, which is closed with this. */
    PythonReader(BatchReader reader) {
        this.reader = reader;
        this.redelivery = new Redelivery(reader);
        this.chunks = null;
    }

    /**
     * A reader of a file.
     *
     * @param path absolute
     * @param name what to call it in messages
     * @param options how to read
     * @param firstNumber the number of the first record
     * @throws IOException if the file cannot be opened
     */
    public static PythonReader file(
            String path, String name, PythonOptions options, long firstNumber) throws IOException {
        Source source = new InputFile(Path.of(path), name).onlySource();
        return new PythonReader(source, options, InputRange.whole(firstNumber));
    }

    /**
     * A reader of a range of a file, as PythonSplitter gave it. Other parameters as for {@link
     * #file}.
     *
     * @param fileSize bytes of the file when it was split
     * @throws IOException if the file cannot be opened, or has another size now
     */
    public static PythonReader part(
            String path,
            String name,
            PythonOptions options,
            long start,
            long end,
            long firstNumber,
            long fileSize)
            throws IOException {
        Source source = InputFile.ofSize(Path.of(path), name, fileSize).onlySource();
        return new PythonReader(source, options, new InputRange(start, firstNumber, end));
    }

    /**
     * A reader of bytes in memory, which it owns from here on. Parameters as for {@link #file}.
     *
     * @throws IOException if a gzip header is broken
     */
    public static PythonReader memory(
            PythonMemory memory, String name, PythonOptions options, long firstNumber)
            throws IOException {
        Source source = Sources.ofSegment(memory.segment(), name, memory);
        return new PythonReader(source, options, InputRange.whole(firstNumber));
    }

    /**
     * A reader of chunks that Python supplies. Parameters as for {@link #file}.
     *
     * @throws IOException if the quarantine cannot be written
     */
    public static PythonReader chunks(String name, PythonOptions options, long firstNumber)
            throws IOException {
        return new PythonReader(new ChunkSource(name), options, InputRange.whole(firstNumber));
    }

    private ChunkSource chunkSource() {
        if (chunks == null) {
            throw new IllegalStateException(reader.sourceName() + " is not read in chunks");
        }
        return chunks;
    }

    /** The direct buffer of a chunk, to be filled from its start; the same in every call. */
    public ByteBuffer chunk() {
        return chunkSource().chunk();
    }

    /**
     * States how many bytes are in the chunk; 0 is the end of the input.
     *
     * @param number the chunk's, counted from 1; nothing happens if it was supplied before
     * @throws IllegalArgumentException if the last ones have not been read yet
     * @throws IllegalStateException if the reader is closed
     */
    public void supply(int length, long number) {
        synchronized (reader) {
            reader.checkOpen();
            if (number > supplied) {
                chunkSource().supply(length);
                supplied = number;
            }
        }
    }

    /**
     * Puts the next packed batch at the start of a buffer.
     *
     * @param target direct, the calling thread's own
     * @param taken how many batches and failures Python has
     * @param maxRecords the most records
     * @param maxBytes bytes of records after which a batch is full
     * @return its length in bytes; or one of the constants above; or, where the buffer is too
     *     small, the length needed as a negative number; then the batch waits for the next call
     * @throws IOException if the input cannot be read; the records before come first
     */
    public long fill(ByteBuffer target, long taken, int maxRecords, int maxBytes)
            throws IOException {
        synchronized (reader) {
            if (redelivery.settle(taken)) {
                return FAILED;
            }
            return switch (reader.advance(maxRecords, maxBytes)) {
                case READY -> redelivery.give(target);
                case END -> END;
                case PAUSED -> PAUSED;
                case NEED_INPUT -> NEED_INPUT;
                case FAILED -> fail();
            };
        }
    }

    /**
     * As {@link #fill}, into memory that Python owns and keeps while this runs.
     *
     * @param address where the memory begins
     * @param room its size in bytes
     */
    public long fillAt(long address, int room, long taken, int maxRecords, int maxBytes)
            throws IOException {
        return fill(memory(address, room), taken, maxRecords, maxBytes);
    }

    /** As {@link #flush}, into memory that Python owns and keeps while this runs. */
    public long flushAt(long address, int room, long taken) {
        return flush(memory(address, room), taken);
    }

    @SuppressWarnings("restricted") // the binding vouches for the memory
    private static ByteBuffer memory(long address, int room) {
        return MemorySegment.ofAddress(address).reinterpret(room).asByteBuffer();
    }

    /** As {@link #fill}, with the records framed so far only; END where there are none. */
    public long flush(ByteBuffer target, long taken) {
        synchronized (reader) {
            redelivery.settle(taken);
            return reader.flush() ? redelivery.give(target) : END;
        }
    }

    /**
     * Writes the next batches, for some milliseconds at most.
     *
     * @param writer gets their records
     * @param taken how many failures Python has
     * @return END, PAUSED, NEED_INPUT or FAILED, as {@link #fill}; the batches are written then
     * @throws IOException if the input cannot be read, or the output cannot be written
     */
    public long transfer(PythonWriter writer, long taken, int maxRecords, int maxBytes)
            throws IOException {
        return consume(taken, () -> reader.advance(maxRecords, maxBytes), () -> write(writer));
    }

    /**
     * Checks the next batches, for some milliseconds at most. Parameters, answers and exceptions as
     * for {@link #transfer}.
     *
     * @param validation counts what their records break; the same in each call
     * @throws org.panamarc.schema.SchemaException if a pattern takes too much on a value
     */
    public long check(PythonValidation validation, long taken, int maxRecords, int maxBytes)
            throws IOException {
        return consume(
                taken,
                () -> validation.advance(reader, maxRecords, maxBytes),
                () -> validation.add(reader));
    }

    /**
     * Checks the records framed so far only.
     *
     * @return PAUSED; END where there are none
     */
    public long checkFramed(PythonValidation validation) {
        synchronized (reader) {
            if (!reader.flush()) {
                return END;
            }
            validation.add(reader);
            return PAUSED;
        }
    }

    private long consume(long taken, BatchLoop.Step step, BatchLoop.Use use) throws IOException {
        synchronized (reader) {
            if (redelivery.settle(taken)) {
                return FAILED;
            }
            long status = BatchLoop.run(step, use);
            return status == FAILED ? fail() : status;
        }
    }

    /** Writes the batch that is ready, from memory that is used again: new memory costs more. */
    private void write(PythonWriter writer) throws IOException {
        int length = reader.readyLength();
        byte[] batch = writer.memory(length);
        reader.copy(ByteBuffer.wrap(batch));
        reader.drop();
        writer.write(batch);
    }

    private long fail() {
        redelivery.give(reader.takeFailure());
        return FAILED;
    }

    /**
     * Puts boundaries at the start of a buffer: pairs of offset and length, 64 bits each, in native
     * order.
     *
     * @param target direct, the calling thread's own
     * @param taken how many answers of this method Python has
     * @return their size in bytes, or one of the constants above; or, where the buffer is too
     *     small, the size needed as a negative number
     * @throws IOException if the input cannot be read
     */
    public long boundaries(ByteBuffer target, long taken) throws IOException {
        if (target.capacity() < PythonColumns.SMALLEST_TARGET) {
            return -PythonColumns.SMALLEST_TARGET;
        }
        LongBuffer room = target.duplicate().clear().order(ByteOrder.nativeOrder()).asLongBuffer();
        synchronized (reader) {
            return switch (redelivery.boundaries(room.capacity(), taken)) {
                case READY, FAILED -> redelivery.giveBoundaries(room);
                case END -> END;
                case PAUSED -> PAUSED;
                case NEED_INPUT -> NEED_INPUT;
            };
        }
    }

    /**
     * Counts records for some milliseconds, by framing alone: see {@link BatchReader#count}. What
     * was counted is in the account, so Python may ask again.
     *
     * @param threads how many to use
     * @return {@link #COUNTED}, or {@link #END} or {@link #NEED_INPUT}
     * @throws IOException if the input cannot be read
     */
    public long count(int threads) throws IOException {
        return switch (reader.count(threads)) {
            case END -> END;
            case NEED_INPUT -> NEED_INPUT;
            default -> COUNTED;
        };
    }

    /** Records counted so far whose leader, directory and terminators do not agree. */
    public long unproven() {
        return reader.unproven();
    }

    /**
     * What {@link #fill} failed for last: kind, source, record number, offset, tag and message,
     * joined by 0x1F. Empty where there is nothing, or Python has it.
     */
    public String failure() {
        MarcFormatException failed = redelivery.failure();
        if (failed == null) {
            return "";
        }
        Defect defect = failed.defect();
        return Rows.row(
                defect.kind().text(),
                failed.source(),
                defect.recordNumber(),
                defect.offset(),
                defect.tag() == null ? "" : defect.tag(),
                defect.message());
    }

    /** The bytes of the record that {@link #failure} is about. */
    public byte[] failureBytes() {
        MarcFormatException failed = redelivery.failure();
        return failed == null ? new byte[0] : failed.bytes();
    }

    /**
     * The ranges skipped so far: rows of source, start, length and reason.
     *
     * @param first how many to leave out, which Python has; all but the last are as they will stay
     */
    public String skipped(int first) {
        return Rows.skipped(reader.skipped(first));
    }

    /** The defects so far: rows of kind and number. */
    public String defectCounts() {
        return Rows.defectCounts(reader.defectCounts());
    }

    /**
     * What the input begins as, if there was no record in it; else empty: see {@link
     * BatchReader#foreign}.
     *
     * @throws IOException if the input cannot be read once more
     */
    public String otherFormat() throws IOException {
        return reader.foreign();
    }

    /**
     * The name of the input's format; empty where it is not known yet.
     *
     * @throws IOException if the input cannot be read once more
     */
    public String format() throws IOException {
        MarcFormat format = reader.format();
        return format == null ? "" : format.text();
    }

    /** Bytes of the input that are in a record or a skipped range so far. */
    public long bytesRead() {
        return reader.bytesRead();
    }

    /** Records let through so far. */
    public long recordsRead() {
        return reader.recordsRead();
    }

    /** The number that the next record will have. */
    public long nextNumber() {
        return reader.nextNumber();
    }

    /** Frees all memory and closes the input. Doing so twice is allowed. */
    @Override
    public void close() throws IOException {
        reader.close();
    }
}

package org.panamarc;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.iso2709.EncodeException;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.write.FileSink;
import org.panamarc.internal.write.Iso2709Serializer;
import org.panamarc.internal.write.OutputForm;
import org.panamarc.internal.write.RecordOutput;
import org.panamarc.internal.write.Sink;
import org.panamarc.internal.write.StreamSink;

/**
 * Writes records to a file or a stream in ISO 2709, or to a stream in another format.
 *
 * <pre>{@code
 * try (var reader = MarcReader.open(in, ReadOptions.DEFAULT);
 *         var writer = MarcWriter.to(out)) {
 *     for (MarcRecord record : reader) {
 *         writer.write(record.withoutFields("938"));
 *     }
 *     writer.commit();
 * }
 * }</pre>
 *
 * <p>Records in order that were read and not changed are written byte for byte as they were, unless
 * another coding is asked for; all others are written valid, as {@link WriteOptions} says.
 *
 * <p>A file appears under its name with {@link #commit}, whole; until then, and if that never
 * comes, what was there stays. Not thread-safe.
 */
public final class MarcWriter implements AutoCloseable {
    private enum State {
        OPEN,
        FAILED,
        COMMITTED,
        CLOSED
    }

    private final Sink sink;
    private final Iso2709Serializer coder;
    private final @Nullable RecordOutput formatted; // of another format than ISO 2709
    private State state = State.OPEN;
    private long records;
    private long bytes;
    private boolean refused; // whether the last record was

    private MarcWriter(Sink sink, MarcFormat format, WriteOptions options) {
        this.sink = sink;
        this.coder = new Iso2709Serializer(options);
        this.formatted =
                format == MarcFormat.ISO_2709
                        ? null
                        : new RecordOutput(
                                new Counted(), sink.name(), OutputForm.of(format, options));
        Reclaim.whenDropped(this, sink);
    }

    /**
     * Opens a file for writing with the default options, compressed if its name ends on {@code
     * .gz}, {@code .bz2} or {@code .zst}.
     *
     * @throws java.nio.file.NoSuchFileException if its folder does not exist
     * @throws java.nio.file.AccessDeniedException if nothing may be written there
     * @throws java.nio.file.FileSystemException if it is a folder
     * @throws IOException if it cannot be written for another reason
     */
    public static MarcWriter to(Path path) throws IOException {
        return to(path, WriteOptions.DEFAULT);
    }

    /**
     * Opens a file for writing, compressed by gzip, bzip2 or zstd if its name ends on {@code .gz},
     * {@code .bz2} or {@code .zst}.
     *
     * @throws java.nio.file.NoSuchFileException if its folder does not exist
     * @throws java.nio.file.AccessDeniedException if nothing may be written there
     * @throws java.nio.file.FileSystemException if it is a folder
     * @throws IOException if it cannot be written for another reason
     */
    public static MarcWriter to(Path path, WriteOptions options) throws IOException {
        return new MarcWriter(new FileSink(path), MarcFormat.ISO_2709, options);
    }

    /**
     * Writes to a stream, from its current position; what has been written cannot be taken back.
     *
     * @param stream flushed with {@link #commit}, and not closed
     * @param name what to call it in messages
     */
    public static MarcWriter to(OutputStream stream, String name, WriteOptions options) {
        return to(stream, name, MarcFormat.ISO_2709, options);
    }

    /**
     * Writes to a stream in a format, from the stream's current position; what has been written
     * cannot be taken back.
     *
     * @param stream flushed with {@link #commit}, and not closed
     * @param name what to call it in messages
     * @param options for ISO 2709; all other formats are UTF-8
     * @throws IllegalArgumentException if the format is only read, or is not written in that coding
     */
    public static MarcWriter to(
            OutputStream stream, String name, MarcFormat format, WriteOptions options) {
        return new MarcWriter(new StreamSink(stream, name), format, options);
    }

    /**
     * Writes a record.
     *
     * @throws MarcWriteException if it cannot be written as it is; the output goes on without it
     * @throws IOException if the output fails; then it can only be closed
     * @throws IllegalStateException if this is committed, closed or has failed
     */
    public void write(MarcRecord record) throws IOException {
        checkOpen();
        BatchView batch = record.batch();
        int index = record.index();
        if (formatted != null) {
            format(formatted, batch, index);
        } else if (coder.canCopy(batch, index)) {
            writeRaw(batch, batch.rawStart(index), batch.rawLength(index), 1);
        } else {
            encode(record);
        }
    }

    /**
     * Writes records, those of a {@link RecordBatch} that stay as they are in one piece.
     *
     * @throws MarcWriteException if one of them cannot be written as it is: those before it have
     *     been written, those after it have not
     * @throws IOException if the output fails; then it can only be closed
     * @throws IllegalStateException if this is committed, closed or has failed
     */
    public void writeAll(Iterable<MarcRecord> all) throws IOException {
        if (!(all instanceof RecordBatch batch) || batch.isEmpty() || formatted != null) {
            writeEach(all.iterator());
            return;
        }
        checkOpen();
        BatchView view = batch.getFirst().batch();
        int first = 0; // of a run of adjacent records
        for (int i = 0; i < batch.size(); i++) {
            boolean copy = coder.canCopy(view, i);
            if (!copy || (i > first && view.rawStart(i) != rawEnd(view, i - 1))) {
                writeRun(view, first, i);
                first = i;
            }
            if (!copy) {
                encode(batch.get(i));
                first = i + 1;
            }
        }
        writeRun(view, first, batch.size());
    }

    /**
     * Writes the records of a stream, in its order.
     *
     * @throws MarcWriteException if one of them cannot be written as it is: those before it have
     *     been written, those after it have not
     * @throws IOException if the output fails; then it can only be closed
     * @throws IllegalStateException if this is committed, closed or has failed
     */
    public void writeAll(Stream<MarcRecord> all) throws IOException {
        writeEach(all.iterator());
    }

    private void writeEach(Iterator<MarcRecord> all) throws IOException {
        while (all.hasNext()) {
            write(all.next());
        }
    }

    private static int rawEnd(BatchView batch, int record) {
        return batch.rawStart(record) + batch.rawLength(record);
    }

    private void writeRun(BatchView batch, int first, int end) throws IOException {
        if (first < end) {
            int from = batch.rawStart(first);
            writeRaw(batch, from, rawEnd(batch, end - 1) - from, end - first);
        }
    }

    private void writeRaw(BatchView batch, int from, int length, int count) throws IOException {
        write(batch.memory(), from, length, count);
    }

    private void format(RecordOutput output, BatchView batch, int index) throws IOException {
        state = State.FAILED; // unless it succeeds, be it by an error
        try {
            output.write(batch, index, index + 1);
            refused = false;
        } catch (MarcWriteException e) {
            refused = true;
            state = State.OPEN;
            throw e;
        }
        state = State.OPEN;
        records = output.records();
    }

    /** The sink's stream, whose bytes are counted. */
    private final class Counted extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            sink.stream().write(one);
            bytes++;
        }

        @Override
        public void write(byte[] from, int start, int length) throws IOException {
            sink.stream().write(from, start, length);
            bytes += length;
        }
    }

    private void encode(MarcRecord record) throws IOException {
        int length;
        try {
            length = coder.encode(record.batch(), record.index());
        } catch (EncodeException e) {
            refused = true;
            throw new MarcWriteException(
                    sink.name(),
                    records + 1,
                    record.source(),
                    record.number(),
                    e.tag(),
                    String.valueOf(e.getMessage()),
                    e);
        }
        write(coder.bytes(), 0, length, 1);
    }

    private void write(byte[] from, int start, int length, int count) throws IOException {
        state = State.FAILED; // unless it succeeds, be it by an error
        sink.stream().write(from, start, length);
        state = State.OPEN;
        refused = false;
        records += count;
        bytes += length;
    }

    private void checkOpen() {
        if (state != State.OPEN) {
            throw new IllegalStateException(
                    switch (state) {
                        case FAILED -> sink.name() + ": writing has failed before";
                        case COMMITTED -> sink.name() + ": the output is committed";
                        default -> sink.name() + ": the writer is closed";
                    });
        }
    }

    /** Records written so far. */
    public long recordsWritten() {
        return records;
    }

    /**
     * Bytes written so far, before they are compressed; in another format than ISO 2709, without
     * those that wait in memory until {@link #commit}.
     */
    public long bytesWritten() {
        return bytes;
    }

    /**
     * What the format could not carry of the records written so far, a sentence for each kind;
     * empty where nothing was lost, as in ISO 2709.
     */
    public List<String> losses() {
        return formatted == null ? List.of() : formatted.losses();
    }

    /**
     * Completes the output: a file appears under its name, a stream is flushed.
     *
     * @throws IOException if that fails; then what was under the name stays
     * @throws IllegalStateException if this is committed, closed or has failed
     */
    public void commit() throws IOException {
        checkOpen();
        state = State.FAILED;
        if (formatted != null) {
            formatted.finish();
        }
        sink.commit();
        state = State.COMMITTED;
    }

    /**
     * Ends writing; what was not committed is discarded. Doing so twice is allowed.
     *
     * @throws IllegalStateException if there was no {@link #commit}, which is easily forgotten, and
     *     the output with it; not where the output has failed or the last record was refused
     */
    @Override
    public void close() throws IOException {
        State before = state;
        state = State.CLOSED;
        sink.close();
        if (before == State.OPEN && !refused) {
            throw new IllegalStateException(
                    sink.name() + ": closed without commit(), so the output is not complete");
        }
    }
}

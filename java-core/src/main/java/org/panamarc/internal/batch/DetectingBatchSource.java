package org.panamarc.internal.batch;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcFormat;
import org.panamarc.MarcFormatException;
import org.panamarc.ReadOptions;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.accounting.Ledger;
import org.panamarc.internal.detect.FormatDetector;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.RecordPredicate;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.scan.InputScanner;
import org.panamarc.internal.source.PrefixedSource;
import org.panamarc.internal.source.Source;

/**
 * The batches of a source whose bytes are read only once: the format is detected from the first
 * bytes, which are then read again. Not thread-safe.
 */
public final class DetectingBatchSource implements BatchSource, InputScanner {
    private final Source source;
    private final ReadOptions options;
    private final Ledger ledger;
    private final InputRange range;
    private final @Nullable RecordPredicate wanted;
    private final byte[] first = new byte[FormatDetector.MOST];
    private int length; // of what was read so far
    private @Nullable BatchSource batches; // once the format is known
    private @Nullable MarcFormat format; // likewise

    /** Parameters as for {@link BatchSources#batches}. */
    public DetectingBatchSource(
            Source source,
            ReadOptions options,
            Ledger ledger,
            InputRange range,
            @Nullable RecordPredicate wanted) {
        this.source = source;
        this.options = options;
        this.ledger = ledger;
        this.range = range;
        this.wanted = wanted;
    }

    /** The batches; null where the source must be supplied first. */
    private @Nullable BatchSource known() throws IOException {
        while (batches == null) {
            int room = first.length - length;
            int got = room == 0 ? 0 : source.read(MemorySegment.ofArray(first), length, room);
            if (got == Source.NEED_INPUT) {
                return null;
            }
            length += Math.max(0, got);
            format = FormatDetector.of(first, length, got <= 0);
            if (format != null) {
                Source whole = new PrefixedSource(first, length, source);
                batches = BatchSources.batches(whole, options, ledger, range, format, wanted);
            }
        }
        return batches;
    }

    /** The format, once it is known. */
    public @Nullable MarcFormat format() {
        return format;
    }

    /** The first bytes that were read so far, at most {@link FormatDetector#MOST}. */
    public byte[] beginning() {
        return Arrays.copyOf(first, length);
    }

    @Override
    public ReadState advance(int maxRecords, int maxBytes) throws IOException {
        BatchSource known = known();
        return known == null ? ReadState.NEED_INPUT : known.advance(maxRecords, maxBytes);
    }

    @Override
    public InputScanner scanner() {
        return this;
    }

    @Override
    public ReadState boundaries(LongBuffer target) throws IOException {
        BatchSource known = known();
        return known == null ? ReadState.NEED_INPUT : known.scanner().boundaries(target);
    }

    @Override
    public ReadState count(int threads) throws IOException {
        BatchSource known = known();
        return known == null ? ReadState.NEED_INPUT : known.scanner().count(threads);
    }

    @Override
    public long unproven() {
        return batches == null ? 0 : batches.scanner().unproven();
    }

    @Override
    public boolean flush() {
        return batches != null && batches.flush();
    }

    @Override
    public int readyLength() {
        return batches == null ? 0 : batches.readyLength();
    }

    private BatchSource ready() {
        if (batches == null) {
            throw new IllegalStateException("no batch is ready");
        }
        return batches;
    }

    @Override
    public byte[] take() {
        return ready().take();
    }

    @Override
    public void copy(ByteBuffer target) {
        ready().copy(target);
    }

    @Override
    public <T> T make(Function<BatchView, T> function) {
        return ready().make(function);
    }

    @Override
    public void drop() {
        if (batches != null) {
            batches.drop();
        }
    }

    @Override
    public @Nullable MarcFormatException takeFailure() {
        return batches == null ? null : batches.takeFailure();
    }

    @Override
    public long position() {
        return batches == null ? 0 : batches.position();
    }

    @Override
    public long nextNumber() {
        return batches == null ? range.firstNumber() : batches.nextNumber();
    }

    @Override
    public void interrupt() throws IOException {
        source.interrupt();
    }

    @Override
    public void close() throws IOException {
        if (batches == null) {
            source.close();
        } else {
            batches.close();
        }
    }
}

package org.panamarc.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.MarcFormatException;
import org.panamarc.ReadOptions;
import org.panamarc.SkippedRange;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.accounting.Ledger;
import org.panamarc.internal.batch.Iso2709BatchSource;
import org.panamarc.internal.kernel.JavaScanner;
import org.panamarc.internal.kernel.Scanner;
import org.panamarc.internal.kernel.Scanners;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.RecordPredicate;
import org.panamarc.internal.scan.FramedInput;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.source.Sources;

/**
 * Where there is C, which packs runs of records, batches and what is reported are byte for byte
 * those of Java, which packs each record by itself.
 */
final class RunsCheck {
    private static final int MOST_RECORDS = 20;

    private RunsCheck() {}

    /** Packs the bytes both ways: all records, and those of an odd length alone. */
    static void fastestPacksWhatJavaPacks(Choice choice) {
        // Several records after each other, for there to be runs.
        byte[] twice = Arrays.copyOf(choice.bytes, 2 * choice.bytes.length);
        System.arraycopy(choice.bytes, 0, twice, choice.bytes.length, choice.bytes.length);
        for (ReadOptions options : List.of(choice.options, choice.plain().options)) {
            for (RecordPredicate wanted : new RecordPredicate[] {null, RunsCheck::isOdd}) {
                assertEquals(
                        packed(twice, options, arena -> new JavaScanner(), wanted),
                        packed(twice, options, Scanners::fastest, wanted));
            }
        }
    }

    private static boolean isOdd(BatchView batch, int record) {
        return batch.rawLength(record) % 2 == 1
                && batch.closingSlot(record) > batch.firstSlot(record);
    }

    /** What a source gives and reports, in its order. */
    private static List<String> packed(
            byte[] input,
            ReadOptions options,
            Function<Arena, Scanner> scanner,
            @Nullable RecordPredicate wanted) {
        Notes notes = new Notes();
        try (Iso2709BatchSource source =
                new Iso2709BatchSource(
                        new FramedInput(
                                Sources.ofSegment(MemorySegment.ofArray(input), "bytes", () -> {}),
                                options,
                                InputRange.whole(1),
                                scanner),
                        options,
                        notes,
                        1,
                        wanted)) {
            ReadState state = ReadState.READY;
            while (state != ReadState.END) {
                state = source.advance(MOST_RECORDS, options.batchBytes());
                if (state == ReadState.READY) {
                    int length = source.readyLength();
                    notes.add(HexFormat.of().formatHex(source.take(), 0, length));
                }
                MarcFormatException failure = source.takeFailure();
                if (failure != null) {
                    notes.add(String.valueOf(failure.getMessage()));
                }
            }
            notes.add(source.nextNumber() + " " + source.position());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return notes.all();
    }

    /** What was reported, records without defects as their number. */
    private static final class Notes implements Ledger {
        private final List<String> notes = new ArrayList<>();
        private long records;

        void add(String note) {
            notes.add(note);
        }

        List<String> all() {
            add(records + " records");
            return notes;
        }

        @Override
        public void read(long more) {
            records += more;
        }

        @Override
        public void read(List<Defect> defects) {
            add(records + " records, then " + defects);
        }

        @Override
        public long skip(long start, long length, SkippedRange.Reason reason) {
            add(start + " " + length + " " + reason);
            return NONE;
        }

        @Override
        public boolean putsAside() {
            return false;
        }

        @Override
        public void putAside(long start, byte[] raw, String what, List<Defect> defects) {
            throw new AssertionError("nothing is put aside");
        }

        @Override
        public void putAside(MemorySegment range, long start) {
            throw new AssertionError("nothing is put aside");
        }

        @Override
        public void flush() {}
    }
}

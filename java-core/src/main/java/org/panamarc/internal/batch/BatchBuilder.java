package org.panamarc.internal.batch;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.ReadOptions;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.accounting.DefectLog;
import org.panamarc.internal.encoding.ValueTranscoder;
import org.panamarc.internal.framing.Framer;
import org.panamarc.internal.framing.RecordEnding;
import org.panamarc.internal.iso2709.ContentCheck;
import org.panamarc.internal.iso2709.Directory;
import org.panamarc.internal.iso2709.Directory.Verdict;
import org.panamarc.internal.iso2709.FramedRecord;
import org.panamarc.internal.iso2709.LocalFields;
import org.panamarc.internal.iso2709.Repair;
import org.panamarc.internal.kernel.StructuralIndex;
import org.panamarc.internal.layout.BatchLayout;
import org.panamarc.internal.layout.BatchMemory;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.BatchWriter;
import org.panamarc.internal.layout.OpenBatchView;
import org.panamarc.internal.layout.RecordTable;
import org.panamarc.internal.layout.SlotTable;
import org.panamarc.internal.layout.Tags;
import org.panamarc.internal.parse.RecordAssembler;

/** Packs framed records into a batch. Mutable, reused from batch to batch, not thread-safe. */
final class BatchBuilder {
    /** With one record more, its values in the side area, a batch still has less than 1 GiB. */
    static final int LARGEST_BATCH = 1 << 29;

    private final BatchMemory memory = new BatchMemory(64 * 1024);
    private final RecordTable records = new RecordTable(128);
    private final SlotTable fields = new SlotTable(4096);
    private final Repair repair = new Repair();
    private final DefectLog defects = new DefectLog();
    private final ValueTranscoder values;
    private final byte[] sourceName;

    private int valuesAt; // offset of the first value of the record at hand in its raw bytes
    private int recordBytes;
    private final int kept; // the flag of each record that is read as it is
    private final @Nullable RunPacker runs; // null where there is no C

    /**
     * A builder.
     *
     * @param inC whether the native library may be used
     */
    BatchBuilder(String sourceName, ReadOptions options, boolean inC) {
        this.values = new ValueTranscoder(memory, fields, defects, options);
        this.kept = options.keepReferences() ? BatchLayout.KEEPS_REFERENCES : 0;
        this.sourceName = sourceName.getBytes(StandardCharsets.UTF_8);
        this.runs = inC ? new RunPacker(memory, records, fields, kept, values.keepsUtf8()) : null;
    }

    int records() {
        return records.count;
    }

    /** Looks into the batch as it is built; always what it is at the moment. */
    BatchView view() {
        return new OpenBatchView(memory, records, fields, defects::text, sourceName);
    }

    /** Bytes of the records packed so far, in their form in the input, and of their defects. */
    int recordBytes() {
        return recordBytes + defects.bytes();
    }

    /** The same with values that were moved aside. */
    int bytes() {
        return memory.end - BatchLayout.CONTENT + defects.bytes();
    }

    /**
     * Packs the record that the framer found last.
     *
     * @param number the record's number in its reader, counted from 1
     */
    void add(Framer framer, long number) {
        int length = framer.length();
        int at = memory.end;
        defects.begin(number, framer.inputOffset()); // first: what fails takes back its defects
        records.begin(framer.inputOffset(), at, length, fields.size, number);
        memory.reserve(length);
        MemorySegment.copy(framer.memory(), JAVA_BYTE, framer.start(), memory.bytes, at, length);
        memory.end = at + length;
        int notes = framer.index().notes(framer.start(), framer.start() + length);
        int found = kept | readFields(framer, at, notes);
        found |= framer.foundAtBoundary() ? 0 : BatchLayout.AFTER_OTHER_BYTES;
        boolean escapes = StructuralIndex.mayEscape(notes);
        found |= values.code(framer, at, records.firstSlots[records.count], valuesAt, escapes);
        endRecord(length, found);
    }

    /**
     * Packs the records that the framer is at, as long as they are in order: a run of them. All
     * count then but the last one where {@link #isLeft} says so, which {@link #addLeft} adds.
     *
     * @param number the number of the first one in its reader
     * @param mostRecords how many, at most
     * @param mostBytes bytes of records after which no other is packed
     * @param stop offset in the input at or after which no record begins
     * @return how many were packed
     */
    int addRun(Framer framer, long number, long mostRecords, int mostBytes, long stop) {
        if (runs == null || !framer.atRecord()) {
            return 0;
        }
        long shift = framer.position() - memory.end;
        int found = runs.pack(framer, mostRecords, mostBytes, stop);
        if (found > 0) {
            records.beginRun(found, number, shift);
            defects.begin(number + found - 1, framer.inputOffset());
            int before = records.count;
            records.count += isLeft() ? found - 1 : found;
            for (int i = before; i < records.count; i++) {
                recordBytes += records.rawLengths[i];
            }
        }
        return found;
    }

    /** Whether something is left to do for the last record of the run packed last. */
    boolean isLeft() {
        return runs != null && (runs.contentLeft() || runs.textLeft());
    }

    /** Does what is left for the last record of the run packed last, which counts from then on. */
    void addLeft(Framer framer) {
        RunPacker run = Objects.requireNonNull(runs);
        int at = records.rawStarts[records.count];
        int slot = records.firstSlots[records.count];
        int found = records.flags[records.count];
        if (run.contentLeft()) {
            reportContent(at, LocalFields.NONE);
        }
        if (run.textLeft()) {
            int notes = framer.index().notes(framer.start(), framer.start() + framer.length());
            boolean escapes = StructuralIndex.mayEscape(notes);
            found |= values.code(framer, at, slot, fields.starts[slot], escapes);
        }
        endRecord(framer.length(), found);
    }

    /** As {@link RunPacker#retain}, of the run packed last. */
    void retain(int first, IntPredicate wanted) {
        recordBytes -= Objects.requireNonNull(runs).retain(first, isLeft(), wanted);
    }

    /**
     * Packs a record that has another format in the input.
     *
     * @param image holds it, encoded
     * @param length of the encoded record
     * @param start offset in the input
     * @param inputLength its length there
     * @param number the record's number in its reader, counted from 1
     * @param local which fields without subfields the format has as control fields
     */
    void add(
            RecordAssembler image,
            int length,
            long start,
            long inputLength,
            long number,
            LocalFields local) {
        int at = memory.end;
        defects.beginTranslated(number, start);
        records.begin(start, at, length, fields.size, number);
        records.setInputLength(inputLength);
        memory.reserve(length + Directory.LOOKAHEAD);
        System.arraycopy(image.bytes(), 0, memory.bytes, at, length);
        memory.end = at + length;
        int count = image.fields();
        for (int i = 0; i < count; i++) {
            int tag = fields.tag(memory.bytes, at + Iso2709.LEADER + i * Iso2709.ENTRY);
            fields.append(tag, at + image.valueStart(i));
        }
        fields.append(Tags.NONE, at + image.valueStart(count));
        for (RecordAssembler.Problem problem : image.problems()) {
            defects.add(problem.kind(), 0, problem.tag(), problem.message());
        }
        reportContent(at, local);
        int found =
                image.high()
                        ? values.compose(at, records.firstSlots[records.count], memory.end)
                        : 0;
        endRecord(length, found);
    }

    private void endRecord(int length, int found) {
        defects.end(records.count);
        recordBytes += length;
        records.end(defects.ofRecord().isEmpty() ? found : found | BatchLayout.HAS_DEFECTS);
    }

    /** The defects of the record packed last. */
    List<Defect> lastDefects() {
        return defects.ofRecord();
    }

    /** The raw bytes of the record packed last; a copy. */
    byte[] lastRaw() {
        int last = records.count - 1;
        int at = records.rawStarts[last];
        return Arrays.copyOfRange(memory.bytes, at, at + records.rawLengths[last]);
    }

    /** Takes back the record packed last. */
    void dropLast() {
        records.count--;
        recordBytes -= records.rawLengths[records.count];
        dropUnfinished();
    }

    /** Takes back a record of which only a part could be packed. */
    void dropUnfinished() {
        memory.end = records.rawStarts[records.count];
        fields.size = records.firstSlots[records.count];
        defects.dropLast();
    }

    /** Fills the slots of the record; returns its flags. */
    private int readFields(Framer framer, int at, int notes) {
        StructuralIndex index = framer.index();
        int shift = at - framer.start();
        int first = framer.firstTerminator();
        if (framer.ending() == RecordEnding.PROVEN) {
            memory.reserve(Directory.LOOKAHEAD);
            Verdict found = Directory.read(memory.bytes, at, index.positions, first, shift, fields);
            if (found != Verdict.OUT_OF_ORDER) {
                valuesAt = fields.starts[records.firstSlots[records.count]];
                if (found == Verdict.CONTENT_TO_REPORT
                        || !ContentCheck.leaderInOrder(memory.bytes, at)
                        || StructuralIndex.mayLackCode(notes)) {
                    reportContent(at, LocalFields.NONE);
                }
                return 0;
            }
        }
        int last = first;
        int end = framer.start() + framer.length();
        while (last < index.count && index.positions[last] < end) {
            last++;
        }
        repair.read(
                new FramedRecord(
                        memory.bytes,
                        at,
                        framer.length(),
                        framer.ending(),
                        index.positions,
                        first,
                        last,
                        shift),
                defects);
        ContentCheck.report(memory.bytes, at, repair, LocalFields.NONE, defects);
        return takeRepaired();
    }

    /** Reports what a record in order has in its leader and fields that should not be there. */
    private void reportContent(int at, LocalFields local) {
        int first = records.firstSlots[records.count];
        int closing = fields.size - 1;
        ContentCheck.report(
                memory.bytes,
                at,
                new ContentCheck.Values() {
                    @Override
                    public int count() {
                        return closing - first;
                    }

                    @Override
                    public int tagOffset(int entry) {
                        return at + Iso2709.LEADER + entry * Iso2709.ENTRY;
                    }

                    @Override
                    public int from(int entry) {
                        return fields.starts[first + entry];
                    }

                    @Override
                    public int to(int entry) {
                        return fields.starts[first + entry + 1] - 1;
                    }
                },
                local,
                defects);
    }

    /** Makes slots of what the repair found, moving the values aside where they do not adjoin. */
    private int takeRepaired() {
        boolean adjoin = true;
        int next = -1; // where the next value must start to adjoin
        valuesAt = memory.end;
        for (int i = 0; i < repair.count(); i++) {
            if (repair.from(i) >= 0) {
                valuesAt = Math.min(valuesAt, repair.from(i));
                adjoin &= next < 0 || next == repair.from(i);
                next = repair.to(i) + 1;
            }
        }
        for (int i = 0; i < repair.count(); i++) {
            int from = repair.from(i);
            if (from >= 0) {
                int tag = fields.tag(memory.bytes, repair.tagOffset(i));
                fields.append(tag, adjoin ? from : memory.end);
                if (!adjoin) {
                    memory.append(memory.bytes, from, repair.to(i));
                    memory.endValue();
                }
            }
        }
        fields.append(Tags.NONE, adjoin && next >= 0 ? next : memory.end);
        return adjoin ? 0 : BatchLayout.ASIDE;
    }

    /**
     * Appends the columns to the content, which completes the batch.
     *
     * @return the length of the batch in bytes; it begins at the start of {@link #memory}
     */
    int complete() {
        return BatchWriter.complete(memory, records, fields, defects.toBytes(), sourceName);
    }

    /** The memory of a completed batch; it is used again after {@link #clear}. */
    byte[] memory() {
        return memory.bytes;
    }

    /**
     * The same, given away for good; another batch begins.
     *
     * @param next memory for that, or null for new memory
     */
    byte[] giveMemory(byte @Nullable [] next) {
        byte[] given = memory.give(next);
        clear();
        return given;
    }

    /** Begins another batch. */
    void clear() {
        memory.end = BatchLayout.CONTENT;
        records.count = 0;
        recordBytes = 0;
        fields.clear();
        defects.clear();
    }
}

package org.panamarc.internal.batch;

import java.lang.foreign.MemorySegment;
import java.util.function.IntPredicate;
import org.panamarc.internal.ffi.PackFunction;
import org.panamarc.internal.ffi.generated.panamarc_h;
import org.panamarc.internal.framing.Framer;
import org.panamarc.internal.framing.Run;
import org.panamarc.internal.kernel.StructuralIndex;
import org.panamarc.internal.layout.BatchMemory;
import org.panamarc.internal.layout.RecordTable;
import org.panamarc.internal.layout.SlotTable;

/**
 * Packs records that are in order into a batch, many with one call into C: a run of them. {@code
 * panamarc.h} has what a run is, and what its numbers are. Mutable, not thread-safe.
 */
final class RunPacker {
    /** Bytes of records after which a run ends: the garbage collector waits for it. */
    private static final int MOST_BYTES = 256 << 10;

    private final BatchMemory memory;
    private final RecordTable records;
    private final SlotTable fields;

    private final Run run = new Run();

    /**
     * A packer into a batch.
     *
     * @param flags of each record
     * @param plain whether UTF-8 stays as it is where leader/09 is {@code a}
     */
    RunPacker(BatchMemory memory, RecordTable records, SlotTable fields, int flags, boolean plain) {
        this.memory = memory;
        this.records = records;
        this.fields = fields;
        run.numbers[panamarc_h.PANAMARC_RUN_FLAGS()] = flags;
        run.numbers[panamarc_h.PANAMARC_RUN_PLAIN()] = plain ? 1 : 0;
    }

    /**
     * Packs the records that the framer is at, as long as they are in order. The framer is after
     * them then, and {@link RecordTable#count} is as it was.
     *
     * @param mostRecords how many, at most
     * @param mostBytes bytes of records after which no other is packed
     * @param stop offset in the input at or after which no record begins
     * @return how many were packed
     */
    int pack(Framer framer, long mostRecords, int mostBytes, long stop) {
        run.begin(
                framer,
                Math.min(records.room(), mostRecords),
                Math.min(mostBytes, MOST_BYTES),
                stop);
        run.numbers[panamarc_h.PANAMARC_RUN_CONTENT()] = memory.bytes.length;
        run.numbers[panamarc_h.PANAMARC_RUN_SLOT_ROOM()] = fields.tags.length;
        run.numbers[panamarc_h.PANAMARC_RUN_RECORDS()] = records.count;
        run.numbers[panamarc_h.PANAMARC_RUN_END()] = memory.end;
        run.numbers[panamarc_h.PANAMARC_RUN_SLOTS()] = fields.size;
        int packed = call(framer);
        if (packed > 0) {
            memory.end = run.numbers[panamarc_h.PANAMARC_RUN_END()];
            fields.size = run.numbers[panamarc_h.PANAMARC_RUN_SLOTS()];
            run.pass(framer);
        }
        return packed;
    }

    private int call(Framer framer) {
        StructuralIndex index = framer.index();
        return PackFunction.call(
                framer.memory(),
                MemorySegment.ofArray(index.positions),
                MemorySegment.ofArray(index.highBytes),
                MemorySegment.ofArray(index.notes),
                MemorySegment.ofArray(run.numbers),
                MemorySegment.ofArray(memory.bytes),
                MemorySegment.ofArray(fields.tags),
                MemorySegment.ofArray(fields.starts),
                MemorySegment.ofArray(records.rawStarts),
                MemorySegment.ofArray(records.rawLengths),
                MemorySegment.ofArray(records.firstSlots),
                MemorySegment.ofArray(records.flags));
    }

    /** Whether the fields or the leader of the last record are to be looked at. */
    boolean contentLeft() {
        return (left() & panamarc_h.PANAMARC_LEFT_CONTENT()) != 0;
    }

    /** Whether the character set of the last record is to be found. */
    boolean textLeft() {
        return (left() & panamarc_h.PANAMARC_LEFT_TEXT()) != 0;
    }

    private int left() {
        return run.numbers[panamarc_h.PANAMARC_RUN_LEFT()];
    }

    /**
     * Takes those records out of the batch that are not wanted.
     *
     * @param first where they begin
     * @param begun whether a record follows that does not count yet, and stays
     * @return bytes of the records taken out
     */
    int retain(int first, boolean begun, IntPredicate wanted) {
        int counted = records.count;
        int all = begun ? counted + 1 : counted;
        boolean[] stays = new boolean[all - first];
        int slots = fields.size;
        fields.size = records.firstSlots[counted]; // a view ends with what counts
        for (int i = first; i < counted; i++) {
            stays[i - first] = wanted.test(i);
        }
        fields.size = slots;
        if (begun) {
            stays[counted - first] = true;
        }
        memory.end = records.rawStarts[first];
        fields.size = records.firstSlots[first];
        records.count = first;
        int bytes = 0;
        for (int i = first; i < all; i++) {
            if (stays[i - first]) {
                moveToEnd(i);
            } else {
                bytes += records.rawLengths[i];
            }
        }
        records.count -= begun ? 1 : 0;
        return bytes;
    }

    /** Moves a record of a run, whose values are in its raw bytes, to the end of what is there. */
    private void moveToEnd(int record) {
        int raw = records.rawStarts[record];
        int length = records.rawLengths[record];
        int from = records.firstSlots[record];
        int to = fields.size;
        int shift = memory.end - raw;
        fields.size += records.firstSlots[record + 1] - from;
        if (shift != 0) {
            System.arraycopy(memory.bytes, raw, memory.bytes, memory.end, length);
            for (int slot = to; slot < fields.size; slot++, from++) {
                fields.tags[slot] = fields.tags[from];
                fields.starts[slot] = fields.starts[from] + shift;
            }
            records.move(record, records.count, memory.end, to);
        }
        memory.end += length;
        records.count++;
    }
}

package org.panamarc.internal.framing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.panamarc.SkippedRange;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.detect.ForeignFormats;
import org.panamarc.internal.kernel.Scanner;
import org.panamarc.internal.kernel.StructuralIndex;
import org.panamarc.internal.source.Source;
import org.panamarc.internal.source.Window;

/**
 * Walks an input from record to record; every byte is in a record or in a skipped range.
 *
 * <pre>
 * next: at the cursor
 *   cheap proof holds                → record, as the leader states it
 *   a plausible leader is there, or a record may begin there and its directory proves it
 *                                    → record, up to the end that {@link RecordEndFinder} finds
 *     (in an input that begins as another format, which may hold leaders: only one with a directory
 *     that ends where the leader says)
 *   otherwise                        → skipped range, up to the next plausible leader
 *   undecided at the window's end    → refill the window and look again
 * </pre>
 *
 * <p>A decision is taken only when all bytes it depends on are in the window, so the size of the
 * window never shows in the result. Not thread-safe.
 *
 * <p>It is one file, longer than others, since all of its steps move one cursor in one window.
 */
public final class Framer {
    /** What {@link #next} came upon. */
    public enum Outcome {
        /** A record: see the accessors. */
        RECORD,
        /** A range without a record: see {@link Framer#skippedReason}. */
        SKIPPED,
        /** The end of the input; again and again. */
        END,
        /** The source has to be supplied first. */
        NEED_INPUT,
        /** Nothing in the last few MiB; call again. Callers may want to look about meanwhile. */
        PAUSED
    }

    /** Bytes of a range without a record that are shown in messages. */
    private static final int SHOWN_BYTES = 24;

    /**
     * A record without a known end is looked at with every chunk that its source gives, but from
     * this many bytes on only when it has grown by an eighth: small chunks would have it scanned
     * thousands of times.
     */
    private static final int RESCAN_ABOVE = 4096;

    private static final int MAX_BYTES_PER_CALL = 32 << 20;
    private static final int TERMINATORS = Scanner.RECORD_TERMINATOR | Scanner.FIELD_TERMINATOR;

    private final Window window;
    private final Scanner scanner;
    private final RecordEndFinder recordEnd;
    private final DirectoryProof directoryProof;
    private final StructuralIndex index = new StructuralIndex();
    private final FramingCache kept = new FramingCache();
    private final int maxRecordBytes;

    // Whether a record may begin at the cursor without looking like one: at the start of the input,
    // after a record, and after nothing but filler since.
    private boolean atBoundary = true;
    private boolean scanned; // whether the index is that of the window as it is
    private int cursor; // offset in the window of the first byte not yet accounted for
    private int wanted; // bytes that must follow before it is worth another look
    private int terminator; // index of the first position at or after the cursor
    private int start; // offset in the window of what was found last
    private int length; // its length in bytes
    private int firstTerminator; // index of the first position at or after its start
    private RecordEnding ending = RecordEnding.PROVEN;
    private boolean foundAtBoundary = true; // of the record found last, what atBoundary was before
    private SkippedRange.Reason skippedReason = SkippedRange.Reason.FILLER;
    private SkippedRange.@Nullable Reason format; // other than ISO 2709; until a record is found

    /**
     * A framer of the window's input, from the window's start.
     *
     * @param maxRecordBytes a leader without an end within this many bytes begins no record
     */
    public Framer(Window window, Scanner scanner, int maxRecordBytes) {
        this.window = window;
        this.scanner = scanner;
        this.maxRecordBytes = maxRecordBytes;
        this.recordEnd = new RecordEndFinder(window, index, maxRecordBytes);
        this.directoryProof = new DirectoryProof(window, index);
    }

    /**
     * Goes on elsewhere in the input. What is in the window already is not read again, and what was
     * found and kept there is not looked for again.
     *
     * @param place the place of a framer of the same input
     * @param expected bytes that are wanted from there, as far as is known
     */
    public void goTo(FramerPosition place, long expected) {
        long at = place.offset() - window.inputOffset();
        if (at >= 0 && at < window.length()) {
            cursor = (int) at;
            int found = Arrays.binarySearch(index.positions, 0, index.count, cursor);
            terminator = found < 0 ? -found - 1 : found;
        } else {
            moveWindow(place.offset(), expected);
        }
        atBoundary = place.atBoundary();
        format = place.format();
        wanted = 0;
        if (!kept.rewind(place.offset())) {
            kept.close();
        }
    }

    private void moveWindow(long offset, long expected) {
        window.goTo(offset, expected);
        cursor = 0;
        scanned = false;
        kept.close();
    }

    /**
     * Brings a window of the input near; {@link #goTo} says where to go on. Where the source fails,
     * it is asked again when its bytes are needed.
     *
     * @param expected bytes that are wanted from there, as far as is known
     */
    public void prepare(long offset, long expected) {
        moveWindow(offset, expected);
        try {
            refill();
            scan();
        } catch (IOException e) {
            moveWindow(offset, expected);
        }
    }

    /**
     * Keeps what is found from here on, as long as the window holds all of it, for {@link #goTo}
     * this place.
     */
    public void keep() {
        kept.begin(position());
    }

    /** The place of this framer now: after what was found last. */
    public FramerPosition place() {
        return new FramerPosition(position(), atBoundary, format);
    }

    /** The offset in the input of the first byte not yet accounted for. */
    public long position() {
        return window.inputOffset() + cursor;
    }

    /**
     * Goes to the next record or skipped range.
     *
     * @throws IOException if the source fails; the next call tries again
     */
    public Outcome next() throws IOException {
        if (kept.next()) {
            return again();
        }
        passTerminators();
        Outcome outcome = look();
        if (kept.open()) {
            keep(outcome);
        }
        return outcome;
    }

    private void keep(Outcome outcome) {
        if (outcome == Outcome.RECORD) {
            kept.add(start, length, firstTerminator, ending);
        } else if (outcome == Outcome.SKIPPED) {
            if (skippedReason == SkippedRange.Reason.FILLER) {
                kept.add(start, length, terminator, null);
            } else {
                kept.close();
            }
        }
    }

    /** Finds what was kept. */
    private Outcome again() {
        start = kept.start();
        length = kept.length();
        firstTerminator = kept.firstTerminator();
        terminator = firstTerminator;
        cursor = start + length;
        RecordEnding how = kept.ending();
        if (how == null) {
            skippedReason = SkippedRange.Reason.FILLER;
            return Outcome.SKIPPED;
        }
        ending = how;
        foundAtBoundary = atBoundary && format == null;
        atBoundary = true;
        format = null;
        return Outcome.RECORD;
    }

    private Outcome look() throws IOException {
        int patience = MAX_BYTES_PER_CALL;
        while (true) {
            if (worthALook()) {
                scan();
                wanted = 0;
                if (proven()) {
                    return Outcome.RECORD;
                }
                Outcome found = search();
                if (found != Outcome.NEED_INPUT) {
                    return found;
                }
            }
            int got = refill();
            if (got == Source.NEED_INPUT) {
                return Outcome.NEED_INPUT;
            }
            patience -= got;
            if (patience <= 0) {
                return Outcome.PAUSED;
            }
        }
    }

    private boolean worthALook() {
        return window.length() - cursor >= wanted || window.ended();
    }

    /** The window moves even where the source fails; then the next call goes on from there. */
    private int refill() throws IOException {
        long before = window.inputOffset();
        try {
            return window.refill(cursor);
        } finally {
            cursor -= (int) (window.inputOffset() - before);
            scanned = false;
            kept.close();
        }
    }

    private void scan() {
        if (!scanned) {
            scanner.scan(window.memory(), window.length(), TERMINATORS, index);
            terminator = 0;
            passTerminators();
            scanned = true;
        }
    }

    private void passTerminators() {
        while (terminator < index.count && index.positions[terminator] < cursor) {
            terminator++;
        }
    }

    private boolean proven() {
        int left = window.length() - cursor;
        MemorySegment memory = window.memory();
        if (left < Iso2709.SMALLEST || !(atBoundary || Leaders.plausible(memory, cursor))) {
            return false;
        }
        int most = Math.min(left, maxRecordBytes);
        int last = CheapProof.of(memory, index, cursor, terminator, most);
        if (last < 0) {
            return false;
        }
        accept(index.positions[last] + 1 - cursor, RecordEnding.PROVEN);
        terminator = last + 1;
        return true;
    }

    /** What is at the cursor where the cheap proof fails; NEED_INPUT where more must be seen. */
    private Outcome search() {
        int left = window.length() - cursor;
        boolean ended = window.ended();
        if (left == 0) {
            return ended ? Outcome.END : Outcome.NEED_INPUT;
        }
        if (left < Iso2709.LEADER && !ended) {
            return Outcome.NEED_INPUT;
        }
        if (window.inputOffset() + cursor == 0) {
            format = ForeignFormats.of(window.memory(), left);
        }
        if (left < Iso2709.LEADER) {
            return skip(left);
        }
        MemorySegment memory = window.memory();
        boolean plausible = Leaders.plausible(memory, cursor);
        boolean begins = plausible || mayBegin(cursor) || (atBoundary && format == null);
        int stated = Digits.five(memory, cursor);
        int base = format == null ? 0 : Digits.five(memory, cursor + Iso2709.BASE_ADDRESS);
        int claimed = Math.max(stated, base);
        if (claimed > left && !ended && (begins || atBoundary)) {
            wanted = claimed; // the cheap proof must get its chance, and has none before
            return Outcome.NEED_INPUT;
        }
        int first = terminator;
        int known = cursor + 1;
        if (begins && !plausible) {
            switch (directoryProof.look(cursor, terminator)) {
                case NOT_SEEN -> {
                    wanted = directoryProof.needed();
                    return Outcome.NEED_INPUT;
                }
                case PROVEN -> {
                    first = directoryProof.firstTerminator();
                    known = index.positions[first];
                }
                case NOT_PROVEN -> begins = false;
            }
        }
        if (!begins || (format != null && !directoryEndsBefore(base))) {
            return skipToLeader();
        }
        if (!recordEnd.find(cursor, known, first, stated)) {
            return noEnd(left, ended);
        }
        if (recordEnd.length() < Iso2709.LEADER) {
            return skip(recordEnd.length()); // what looked like a leader holds the beginning of one
        }
        accept(recordEnd.length(), recordEnd.ending());
        passTerminators();
        return Outcome.RECORD;
    }

    /** Whether the first terminator after the cursor is an 0x1E just before a base address. */
    private boolean directoryEndsBefore(int base) {
        return terminator < index.count
                && index.positions[terminator] == cursor + base - 1
                && window.memory().get(JAVA_BYTE, cursor + base - 1) == Iso2709.FIELD_TERMINATOR;
    }

    private void accept(int recordLength, RecordEnding how) {
        start = cursor;
        length = recordLength;
        ending = how;
        firstTerminator = terminator;
        cursor += recordLength;
        foundAtBoundary = atBoundary && format == null;
        atBoundary = true;
        format = null;
    }

    private Outcome noEnd(int left, boolean ended) {
        int bytes = recordEnd.withoutEnd();
        if (bytes == 0) {
            if (!ended && left < maxRecordBytes + RecordEndFinder.LOOKAHEAD) {
                wanted = left < RESCAN_ABOVE ? 0 : left + left / 8;
                return Outcome.NEED_INPUT;
            }
            bytes = nextLeader(cursor + maxRecordBytes) - cursor;
        }
        skip(bytes);
        skippedReason = SkippedRange.Reason.NO_END;
        atBoundary = false;
        return Outcome.SKIPPED;
    }

    /**
     * Where a leader may begin in the bytes before {@code end}, which hold none whose directory has
     * ended by then: one so near that its directory may end later, or the last 23 bytes, which may
     * begin one.
     */
    private int nextLeader(int end) {
        int last = end - Iso2709.LEADER;
        int at = Math.max(cursor + 1, end - Iso2709.LARGEST_STATED);
        while (at <= last && !Leaders.plausibleButForOne(window.memory(), at)) {
            at++;
        }
        return at;
    }

    /** Whether a leader may begin there, whatever precedes it. */
    private boolean mayBegin(int at) {
        return format == null
                ? Leaders.conceivable(window.memory(), at)
                : Leaders.plausible(window.memory(), at);
    }

    private Outcome skipToLeader() {
        MemorySegment memory = window.memory();
        int last = window.length() - Iso2709.LEADER;
        // After filler alone the cheap proof may hold again.
        boolean onlyFiller =
                atBoundary && format == null && Filler.isFiller(memory.get(JAVA_BYTE, cursor));
        int at = cursor + 1;
        while (at <= last
                && !mayBegin(at)
                && !(onlyFiller && !Filler.isFiller(memory.get(JAVA_BYTE, at)))) {
            at++;
        }
        if (at > last && !window.ended()) {
            return skipSeen(at);
        }
        return skip((at > last ? window.length() : at) - cursor);
    }

    /**
     * Skips a range whose end is not seen yet, with enough of what is no filler to show what was
     * found.
     */
    private Outcome skipSeen(int end) {
        int other = Filler.firstOther(window.memory(), cursor, end);
        boolean enough = other == end || end - other >= SHOWN_BYTES;
        if (!enough && other == cursor) {
            return Outcome.NEED_INPUT;
        }
        return skip((enough ? end : other) - cursor);
    }

    private Outcome skip(int bytes) {
        boolean filler =
                Filler.firstOther(window.memory(), cursor, cursor + bytes) == cursor + bytes;
        start = cursor;
        length = bytes;
        skippedReason = filler ? SkippedRange.Reason.FILLER : SkippedRange.Reason.NO_LEADER;
        if (format != null) {
            skippedReason = format;
        }
        atBoundary &= filler;
        cursor += bytes;
        passTerminators();
        return Outcome.SKIPPED;
    }

    /**
     * Whether the records from the cursor on may be framed by the caller, who then calls {@link
     * #pass}: the window is scanned, and a record may begin there.
     */
    public boolean atRecord() {
        return scanned && atBoundary && format == null;
    }

    /** Offset in the window of the first byte not yet accounted for. */
    public int cursor() {
        return cursor;
    }

    /** Bytes of the input that are in the window. */
    public int available() {
        return window.length();
    }

    /** The index in {@link #index} of the first terminator at or after the cursor. */
    public int terminator() {
        passTerminators();
        return terminator;
    }

    /** The most bytes that a record may have. */
    public int maxRecordBytes() {
        return maxRecordBytes;
    }

    /**
     * Goes on after records that the caller has framed, each with the cheap proof.
     *
     * @param next offset in the window after the last one
     * @param nextTerminator index of the first terminator at or after that
     * @param lastLength length of the last one in bytes
     * @param lastTerminator index of its first terminator
     */
    public void pass(int next, int nextTerminator, int lastLength, int lastTerminator) {
        kept.close();
        start = next - lastLength;
        length = lastLength;
        ending = RecordEnding.PROVEN;
        firstTerminator = lastTerminator;
        foundAtBoundary = true;
        cursor = next;
        terminator = nextTerminator;
        wanted = 0;
    }

    /** The window's memory; the offsets below count in it, until the next call of {@link #next}. */
    public MemorySegment memory() {
        return window.memory();
    }

    /** Offset in the window of the record or skipped range found last. */
    public int start() {
        return start;
    }

    /** Its length in bytes. */
    public int length() {
        return length;
    }

    /** Its offset in the input. */
    public long inputOffset() {
        return window.inputOffset() + start;
    }

    /** How the record's end was found. */
    public RecordEnding ending() {
        return ending;
    }

    /**
     * Whether the record found last was looked for as one is at the start of an input or after a
     * record. Where it was not, bytes that are no filler are before it, and in no record.
     */
    public boolean foundAtBoundary() {
        return foundAtBoundary;
    }

    /** Terminators of the range, where it was skipped for having too many of them; else 0. */
    public int manyTerminators() {
        boolean many = skippedReason == SkippedRange.Reason.NO_END && recordEnd.withoutEnd() > 0;
        return many ? recordEnd.terminators() : 0;
    }

    /** Why the range was skipped. */
    public SkippedRange.Reason skippedReason() {
        return skippedReason;
    }

    /**
     * The first bytes of the range skipped last, as they are shown: those that are no filler or,
     * where the input begins as another format, the first of all.
     */
    public byte[] shown() {
        int end = skippedReason.isFormat() ? window.length() : start + length;
        int first =
                skippedReason.isFormat() ? start : Filler.firstOther(window.memory(), start, end);
        return window.memory()
                .asSlice(first, Math.min(SHOWN_BYTES, end - first))
                .toArray(JAVA_BYTE);
    }

    /** The record and field terminators of the window. */
    public StructuralIndex index() {
        return index;
    }

    /** The index of the record's first terminator in {@link #index}. */
    public int firstTerminator() {
        return firstTerminator;
    }
}

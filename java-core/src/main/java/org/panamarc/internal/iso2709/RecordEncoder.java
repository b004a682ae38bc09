package org.panamarc.internal.iso2709;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.framing.Leaders;

/**
 * Makes records of ISO 2709 from a leader and fields (MARC 21 Record Structure). The characters are
 * the caller's: bytes are taken as they are. Mutable, reused from record to record; not
 * thread-safe.
 *
 * <pre>
 * begin(leader)
 * for each field
 *     beginField(tag)
 *     appendRaw(all before its terminator), or piece by piece:
 *         append(data) for a control field
 *         append(indicators), then beginSubfield() and append(code and value) for each subfield
 *     endField()
 * finish()
 * </pre>
 *
 * <p>{@link #begin} starts a new record, whatever was begun before, so that it may be used on after
 * an exception.
 */
public final class RecordEncoder {
    /** What happens to a record or a field that is longer than its length can be stated. */
    public enum TooLong {
        /** An {@link EncodeException}. */
        REFUSE,
        /**
         * The largest number that its digits can state is written for any larger one: 99999 for the
         * record length, the base address and a field's start, 9999 for a field's length. Tolerant
         * readers go by the terminators; marc4j writes the same.
         */
        LEAVE_TO_TERMINATORS
    }

    /** The largest length of a field that four digits can state, its terminator included. */
    public static final int LARGEST_FIELD = 9_999;

    /** The largest record of all; readers look for its end within this number of bytes. */
    public static final int LARGEST_RECORD = 16 << 20;

    private static final int COUNTS = 10;
    private static final int ENTRY_MAP = 20;
    private static final byte[] MARC_21_MAP = {'4', '5', '0', '0'};
    private static final byte[] UNIMARC_MAP = {'4', '5', '0', ' '};

    private final TooLong tooLong;
    private final byte[] leader = new byte[Iso2709.LEADER];
    private byte[] directory = new byte[32 * Iso2709.ENTRY]; // its tags; the numbers come last
    private byte[] data = new byte[4096];
    private byte[] record = new byte[4096];
    private int[] starts = new int[32]; // of the fields, in the data
    private int fields;
    private int end; // offset of the first free byte in the data
    private boolean terminatorInside; // whether a field holds one
    private boolean unstated; // whether a field is longer than can be stated

    /** An encoder that treats what is too long in this way. */
    public RecordEncoder(TooLong tooLong) {
        this.tooLong = tooLong;
    }

    /**
     * Begins a record. Record length (00-04), counts (10-11), base address (12-16) and entry map
     * (20-23, but UNIMARC's {@code 450 }) are set right, whatever was there; the rest is kept.
     *
     * @param from holds a leader's 24 bytes at {@code at}
     * @throws EncodeException if a byte that is kept is not printable ASCII
     */
    public void begin(byte[] from, int at) {
        System.arraycopy(from, at, leader, 0, Iso2709.LEADER);
        fields = 0;
        end = 0;
        terminatorInside = false;
        unstated = false;
        leader[COUNTS] = '2';
        leader[COUNTS + 1] = '2';
        if (!Arrays.equals(leader, ENTRY_MAP, Iso2709.LEADER, UNIMARC_MAP, 0, 4)) {
            System.arraycopy(MARC_21_MAP, 0, leader, ENTRY_MAP, 4);
        }
        Arrays.fill(leader, 0, 5, (byte) '0');
        Arrays.fill(leader, Iso2709.BASE_ADDRESS, Iso2709.BASE_ADDRESS + 5, (byte) '0');
        for (int i = 0; i < Iso2709.LEADER; i++) {
            if (leader[i] < 0x20 || leader[i] == 0x7F) {
                throw new EncodeException(null, EncodeMessages.leader(i, leader[i] & 0xFF));
            }
        }
    }

    /**
     * Begins a field.
     *
     * @param from holds the tag's three bytes at {@code at}
     * @throws EncodeException if one of them is a terminator
     */
    public void beginField(byte[] from, int at) {
        if (fields == starts.length) {
            starts = Arrays.copyOf(starts, fields * 2);
            directory = Arrays.copyOf(directory, directory.length * 2);
        }
        System.arraycopy(from, at, directory, fields * Iso2709.ENTRY, 3);
        starts[fields++] = end;
        check(
                directory,
                (fields - 1) * Iso2709.ENTRY,
                (fields - 1) * Iso2709.ENTRY + 3,
                0x1E,
                "tag");
    }

    /** Begins a subfield: what is appended next is its code. */
    public void beginSubfield() {
        reserve(1);
        data[end++] = Iso2709.SUBFIELD_DELIMITER;
    }

    /**
     * Appends text: data, indicators, a subfield's code or value.
     *
     * @throws EncodeException if it holds a terminator or delimiter
     */
    public void append(byte[] from, int start, int stop) {
        check(from, start, stop, 0x1F, "data");
        take(from, start, stop);
    }

    /**
     * Appends what may come between field terminators, subfield delimiters included.
     *
     * @throws EncodeException if it holds a terminator
     */
    public void appendRaw(byte[] from, int start, int stop) {
        check(from, start, stop, 0x1E, "data");
        take(from, start, stop);
    }

    /**
     * Appends a field's content that was read somewhere, in which a field terminator may occur: as
     * long as all lengths can be stated, the directory shows that it is data.
     *
     * @throws EncodeException if it holds a record terminator
     */
    public void appendAsRead(byte[] from, int start, int stop) {
        check(from, start, stop, Iso2709.RECORD_TERMINATOR, "data");
        for (int i = start; i < stop && !terminatorInside; i++) {
            terminatorInside = from[i] == Iso2709.FIELD_TERMINATOR;
        }
        take(from, start, stop);
    }

    private void take(byte[] from, int start, int stop) {
        reserve(stop - start);
        System.arraycopy(from, start, data, end, stop - start);
        end += stop - start;
    }

    private void reserve(int more) {
        if (more > LARGEST_RECORD - end) {
            throw new EncodeException(tag(fields - 1), EncodeMessages.recordBeyondReading());
        }
        if (more > data.length - end) {
            data = Arrays.copyOf(data, Math.max(end + more, data.length * 2));
        }
    }

    private void check(byte[] from, int start, int stop, int last, String what) {
        for (int i = start; i < stop; i++) {
            if (from[i] <= last && from[i] >= Iso2709.RECORD_TERMINATOR) {
                throw new EncodeException(
                        tag(fields - 1), EncodeMessages.reserved(what, from[i], i - start));
            }
        }
    }

    private @Nullable String tag(int field) {
        return field < 0
                ? null
                : new String(directory, field * Iso2709.ENTRY, 3, StandardCharsets.ISO_8859_1);
    }

    /**
     * Ends the field.
     *
     * @throws EncodeException if it is too long and that is refused
     */
    public void endField() {
        reserve(1);
        data[end++] = Iso2709.FIELD_TERMINATOR;
        int length = end - starts[fields - 1];
        unstated |= length > LARGEST_FIELD;
        if (length > LARGEST_FIELD && tooLong == TooLong.REFUSE) {
            throw new EncodeException(tag(fields - 1), EncodeMessages.fieldLength(length));
        }
    }

    /**
     * Completes the record, which then begins at the start of {@link #bytes}.
     *
     * @return its length in bytes
     * @throws EncodeException if it is too long and that is refused, or can in no way be read back
     */
    public int finish() {
        int base = Iso2709.LEADER + fields * Iso2709.ENTRY + 1;
        long length = (long) base + end + 1;
        checkLength(length);
        if (record.length < length) {
            record = new byte[(int) length + (int) length / 2];
        }
        System.arraycopy(leader, 0, record, 0, Iso2709.LEADER);
        five((int) Math.min(length, Iso2709.LARGEST_STATED), 0);
        five(Math.min(base, Iso2709.LARGEST_STATED), Iso2709.BASE_ADDRESS);
        System.arraycopy(directory, 0, record, Iso2709.LEADER, fields * Iso2709.ENTRY);
        for (int i = 0; i < fields; i++) {
            int next = i + 1 < fields ? starts[i + 1] : end;
            int fieldLength = next - starts[i];
            int entry = Iso2709.LEADER + i * Iso2709.ENTRY;
            Directory.FOUR_BYTES.set(
                    record, entry + 3, Directory.DIGITS[Math.min(fieldLength, LARGEST_FIELD)]);
            five(Math.min(starts[i], Iso2709.LARGEST_STATED), entry + 7);
        }
        record[base - 1] = Iso2709.FIELD_TERMINATOR;
        System.arraycopy(data, 0, record, base, end);
        record[base + end] = Iso2709.RECORD_TERMINATOR;
        return (int) length;
    }

    private void checkLength(long length) {
        if (length > Iso2709.LARGEST_STATED && tooLong == TooLong.REFUSE) {
            throw new EncodeException(null, EncodeMessages.recordLength(length));
        }
        if (length > LARGEST_RECORD) {
            throw new EncodeException(null, EncodeMessages.recordSize(length));
        }
        unstated |= length > Iso2709.LARGEST_STATED;
        if (terminatorInside && unstated) {
            throw new EncodeException(null, EncodeMessages.TERMINATOR_AND_LENGTHS);
        }
        if (terminatorInside || length > Iso2709.LARGEST_STATED) {
            checkForLeaders();
        }
    }

    /**
     * Where the cheap proof of a record must fail, its leader has to be plausible to be found, and
     * another one inside the record would end it.
     */
    private void checkForLeaders() {
        if (!Leaders.plausible(MemorySegment.ofArray(leader), 0)) {
            throw new EncodeException(null, EncodeMessages.recordType((char) leader[6]));
        }
        MemorySegment all = MemorySegment.ofArray(data);
        int field = 0;
        for (int i = 0; i <= end - Iso2709.LEADER; i++) {
            field += field + 1 < fields && starts[field + 1] == i ? 1 : 0;
            if (Leaders.plausibleButForOne(all, i)) {
                throw new EncodeException(tag(field), EncodeMessages.LEADER_INSIDE);
            }
        }
    }

    /** Writes a number of up to five digits into the record. */
    private void five(int number, int at) {
        record[at] = (byte) ('0' + number / 10_000);
        Directory.FOUR_BYTES.set(record, at + 1, Directory.DIGITS[number % 10_000]);
    }

    /** Holds the record that was finished last, at its start; another array after the next one. */
    public byte[] bytes() {
        return record;
    }
}

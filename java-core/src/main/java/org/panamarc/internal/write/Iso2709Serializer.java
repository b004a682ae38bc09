package org.panamarc.internal.write;

import java.nio.charset.StandardCharsets;
import org.panamarc.Defect;
import org.panamarc.WriteOptions;
import org.panamarc.WriteOptions.Coding;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.charset.Marc8Encoder;
import org.panamarc.internal.encoding.UnimarcSets;
import org.panamarc.internal.framing.Leaders;
import org.panamarc.internal.iso2709.EncodeException;
import org.panamarc.internal.iso2709.RecordEncoder;
import org.panamarc.internal.iso2709.RecordEncoder.TooLong;
import org.panamarc.internal.iso2709.RepairedRecord;
import org.panamarc.internal.layout.BatchView;

/**
 * Makes the records of batches ISO 2709 again, in the coding that is wanted. Mutable, reused from
 * record to record, not thread-safe.
 *
 * <pre>
 * broken structure, coding by leader → the fields that were found, in the bytes that were read
 * the bytes are what is wanted       → these bytes
 * anything else                      → the values, which are UTF-8, or MARC-8 made of them
 * </pre>
 */
public final class Iso2709Serializer {
    private static final int TYPE_OF_RECORD = 6;
    private static final int LAST_OF_ENTRY_MAP = 23;
    private static final int NONE = UnimarcSets.NONE;
    private static final byte[] UNICODE =
            "50      ".getBytes(StandardCharsets.US_ASCII); // in field 100 of UNIMARC

    private final WriteOptions options;
    private final RecordEncoder encoder;
    private final RepairedRecord repaired = new RepairedRecord();
    private final Marc8Encoder marc8 = new Marc8Encoder();
    private final byte[] leader = new byte[Iso2709.LEADER];
    private int references; // in the record that was encoded last

    /** A coder that does what the options say. */
    public Iso2709Serializer(WriteOptions options) {
        this.options = options;
        this.encoder =
                new RecordEncoder(
                        options.overlong() ? TooLong.LEAVE_TO_TERMINATORS : TooLong.REFUSE);
    }

    /** Whether a record's raw bytes in the batch are what is to be written. */
    public boolean canCopy(BatchView batch, int record) {
        if (isBroken(batch, record)) {
            return options.coding() == Coding.BY_LEADER && !options.repair();
        }
        if (!options.overlong() && isOverlong(batch, record)) {
            return false;
        }
        return switch (options.coding()) {
            case BY_LEADER -> !batch.isBuilt(record) || !isMarc8ByLeader(batch, record);
            case UTF_8 ->
                    saysUtf8(batch, record)
                            && !batch.isAside(record)
                            && !statesOther(batch, record);
            case MARC_8 -> false; // what raw bytes beyond ASCII are in, only its reader knew
        };
    }

    /** Whether a record has a defect of its structure. */
    public static boolean isBroken(BatchView batch, int record) {
        return batch.hasDefects(record)
                && batch.defects(record).stream()
                        .anyMatch(defect -> defect.severity() == Defect.Severity.STRUCTURE);
    }

    private static boolean isOverlong(BatchView batch, int record) {
        int length = batch.rawLength(record);
        if (length <= RecordEncoder.LARGEST_FIELD) {
            return false;
        }
        boolean overlong = length > Iso2709.LARGEST_STATED;
        int closing = batch.closingSlot(record);
        for (int slot = batch.firstSlot(record); slot < closing && !overlong; slot++) {
            int field = batch.valueEnd(slot) - batch.valueStart(slot) + 1;
            overlong = field > RecordEncoder.LARGEST_FIELD && !batch.isAside(record);
        }
        return overlong;
    }

    private static boolean saysUtf8(BatchView batch, int record) {
        return batch.memory()[batch.rawStart(record) + Iso2709.CODING_SCHEME] == 'a';
    }

    /** Whether field 100 of UNIMARC states other sets than ISO 10646. */
    private static boolean statesOther(BatchView batch, int record) {
        byte[] memory = batch.memory();
        int at = statedSets(batch, record);
        return at != NONE && (memory[at] != UNICODE[0] || memory[at + 1] != UNICODE[1]);
    }

    /** Offset of the sets that field 100 states, or -1 where the record is none of UNIMARC. */
    private static int statedSets(BatchView batch, int record) {
        byte type = batch.memory()[batch.rawStart(record) + TYPE_OF_RECORD];
        int closing = batch.closingSlot(record);
        for (int slot = batch.firstSlot(record); slot < closing; slot++) {
            if (batch.tag(slot) == UnimarcSets.TAG_NUMBER) {
                return UnimarcSets.at(
                        batch.memory(), batch.valueStart(slot), batch.valueEnd(slot), type);
            }
        }
        return NONE;
    }

    private static boolean isMarc8ByLeader(BatchView batch, int record) {
        boolean unimarc = batch.memory()[batch.rawStart(record) + LAST_OF_ENTRY_MAP] == ' ';
        return !saysUtf8(batch, record) && !unimarc;
    }

    /**
     * Encodes a record, into the start of {@link #bytes}.
     *
     * @return its length in bytes
     * @throws EncodeException if it cannot be said in ISO 2709, or not in that coding
     */
    public int encode(BatchView batch, int record) {
        references = 0;
        byte[] memory = batch.memory();
        int at = batch.rawStart(record);
        Leaders.copyPrintable(memory, at, at + batch.rawLength(record), leader);
        if (options.coding() != Coding.BY_LEADER) {
            leader[Iso2709.CODING_SCHEME] = (byte) (options.coding() == Coding.UTF_8 ? 'a' : ' ');
        }
        encoder.begin(leader, 0);
        if (options.coding() == Coding.BY_LEADER && !batch.isBuilt(record)) {
            repaired.read(memory, at, batch.rawLength(record));
            repaired.appendTo(encoder, memory);
        } else {
            boolean toMarc8 =
                    options.coding() == Coding.MARC_8
                            || (options.coding() == Coding.BY_LEADER
                                    && isMarc8ByLeader(batch, record));
            appendValues(batch, record, toMarc8);
        }
        return encoder.finish();
    }

    private void appendValues(BatchView batch, int record, boolean toMarc8) {
        int sets = options.coding() == Coding.BY_LEADER ? NONE : statedSets(batch, record);
        if (sets != NONE && toMarc8) {
            throw new EncodeException(
                    UnimarcSets.TAG, "the record is UNIMARC, which has no MARC-8; expected UTF-8");
        }
        boolean isText = batch.hasReferencesAsText(record);
        int closing = batch.closingSlot(record);
        for (int slot = batch.firstSlot(record); slot < closing; slot++) {
            String tag = batch.tagText(slot);
            int from = batch.valueStart(slot);
            int to = batch.valueEnd(slot);
            encoder.beginField(tag.getBytes(StandardCharsets.ISO_8859_1), 0);
            if (sets >= from && sets < to) {
                appendUnicode(batch.memory(), from, to, sets);
            } else if (toMarc8) {
                int length = inMarc8(tag, batch.memory(), from, to, isText);
                encoder.appendAsRead(marc8.bytes(), 0, length);
            } else {
                encoder.appendAsRead(batch.memory(), from, to);
            }
            encoder.endField();
        }
    }

    /** Appends field 100 of UNIMARC, which then states ISO 10646. */
    private void appendUnicode(byte[] memory, int from, int to, int sets) {
        int stop = Math.min(UnimarcSets.end(memory, sets, to), sets + UNICODE.length);
        encoder.appendAsRead(memory, from, sets);
        encoder.appendAsRead(UNICODE, 0, stop - sets);
        encoder.appendAsRead(memory, stop, to);
    }

    private int inMarc8(String tag, byte[] memory, int from, int to, boolean isText) {
        try {
            int length = marc8.encode(memory, from, to, isText);
            references += marc8.references();
            return length;
        } catch (IllegalArgumentException e) {
            throw new EncodeException(tag, String.valueOf(e.getMessage()));
        }
    }

    /** How many characters of the record that was encoded last are written as references. */
    public int references() {
        return references;
    }

    /** Holds the record that was encoded last, at its start; another array after the next one. */
    public byte[] bytes() {
        return encoder.bytes();
    }
}

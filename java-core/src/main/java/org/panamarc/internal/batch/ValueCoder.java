package org.panamarc.internal.batch;

import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.internal.charset.Coding;
import org.panamarc.internal.charset.Marc8;
import org.panamarc.internal.charset.Utf8;
import org.panamarc.internal.frame.Framer;
import org.panamarc.internal.frame.Marc;
import org.panamarc.internal.iso2709.FieldTable;
import org.panamarc.internal.iso2709.Tags;

/**
 * Finds out what the bytes of a record's values mean, and moves the values to the side area as
 * UTF-8 where they are not UTF-8 yet. Mutable, reused from record to record, not thread-safe.
 */
final class ValueCoder {
    private final BatchMemory memory;
    private final FieldTable fields;
    private final DefectLog defects;
    private @Nullable Marc8 marc8; // made when a record needs it

    // Of the record at hand.
    private int firstSlot;
    private int at; // offset of its raw bytes in the batch
    private int valuesAt; // offset of its first value
    private int rawEnd; // offset behind its raw bytes

    ValueCoder(BatchMemory memory, FieldTable fields, DefectLog defects) {
        this.memory = memory;
        this.fields = fields;
        this.defects = defects;
    }

    /**
     * Sees to the values of the record that the framer found last. Leader/09 is {@code a} for
     * UTF-8, else it is MARC-8 (MARC 21 Leader, "Character coding scheme"); {@link Coding} tells
     * where it lies.
     *
     * @param rawStart offset of the record's raw bytes in the batch
     * @param slot the record's first slot; its slots are the last ones
     * @param firstValue offset in the batch of its first value
     * @return flags
     */
    int decode(Framer framer, int rawStart, int slot, int firstValue) {
        at = rawStart;
        firstSlot = slot;
        valuesAt = firstValue;
        rawEnd = at + framer.length();
        byte[] content = memory.bytes;
        int malformed =
                HighBytes.check(content, valuesAt, rawEnd, framer.index(), at - framer.start());
        char scheme = (char) (content[at + Marc.CODING_SCHEME] & 0xFF);
        boolean saysUtf8 = scheme == 'a';
        boolean ascii = malformed == HighBytes.NONE;
        if (ascii && (saysUtf8 || !Coding.designates(content, valuesAt, rawEnd))) {
            return 0;
        }
        boolean utf8 =
                malformed == rawEnd
                        || Coding.of(content, valuesAt, rawEnd, saysUtf8) == Coding.UTF_8;
        if (utf8 != saysUtf8) {
            String coding = utf8 ? "UTF-8" : "MARC-8";
            defects.add(
                    Defect.Kind.CODING_SCHEME,
                    Marc.CODING_SCHEME,
                    null,
                    "leader/09 is '%c', which is not %s, but the data is %s and is read as such"
                            .formatted(scheme, coding, coding));
        }
        if (malformed == rawEnd) {
            return Layout.HIGH_BYTES;
        }
        if (utf8) {
            defects.add(
                    Defect.Kind.UNDECODABLE,
                    malformed - at,
                    null,
                    "byte 0x%02X is not UTF-8 and leader/09 is '%c'; what is malformed reads as U+FFFD"
                            .formatted(content[malformed], scheme));
            repairUtf8();
        } else {
            decodeMarc8();
        }
        return Layout.HIGH_BYTES | Layout.ASIDE;
    }

    /** Moves the values aside, what is malformed in them replaced. */
    private void repairUtf8() {
        moveAside((slot, from, to) -> {
            byte[] text = Utf8.repaired(memory.bytes, from, to);
            memory.append(text, 0, text.length);
        });
    }

    /** Moves the values aside, from MARC-8 to UTF-8. */
    private void decodeMarc8() {
        if (marc8 == null) {
            marc8 = new Marc8(); // its tables are loaded for the first record that needs them
        }
        Marc8 decoder = marc8;
        moveAside((slot, from, to) -> {
            memory.reserve((long) Marc8.MOST_GROWTH * (to - from));
            memory.end = decoder.decode(memory.bytes, from, to, memory.bytes, memory.end);
            if (decoder.firstUndecodable() >= 0) {
                noteUndecodable(slot, decoder.firstUndecodable());
            }
        });
    }

    /** Notes the record's first byte that is no character of MARC-8, and no other. */
    private void noteUndecodable(int slot, int undecodable) {
        if (defects.has(Defect.Kind.UNDECODABLE)) {
            return;
        }
        // A value that a repair has moved aside no longer tells its place in the input.
        int offset = undecodable < rawEnd ? undecodable - at : valuesAt - at;
        int tag = fields.tags[slot] & 0xFFFF;
        defects.add(
                Defect.Kind.UNDECODABLE,
                offset,
                tag < Tags.ODD ? Tags.text(tag) : null,
                "byte 0x%02X is no character of MARC-8; what is none reads as U+FFFD"
                        .formatted(memory.bytes[undecodable]));
    }

    /** Appends a slot's value, which stands in the batch, to the side area in another form. */
    @FunctionalInterface
    private interface Transcriber {
        void append(int slot, int from, int to);
    }

    /** Moves the values of the record at hand to the side area. */
    private void moveAside(Transcriber transcriber) {
        int closing = fields.size - 1;
        int from = fields.starts[firstSlot];
        for (int slot = firstSlot; slot < closing; slot++) {
            int to = fields.starts[slot + 1] - 1;
            fields.starts[slot] = memory.end;
            transcriber.append(slot, from, to);
            memory.endValue();
            from = to + 1;
        }
        fields.starts[closing] = memory.end;
    }
}

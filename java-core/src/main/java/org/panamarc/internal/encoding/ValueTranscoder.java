package org.panamarc.internal.encoding;

import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.Nfc;
import org.panamarc.ReadOptions;
import org.panamarc.internal.accounting.DefectLog;
import org.panamarc.internal.charset.Composer;
import org.panamarc.internal.charset.Utf8;
import org.panamarc.internal.charset.ValueDecoder;
import org.panamarc.internal.framing.Framer;
import org.panamarc.internal.iso2709.FieldKind;
import org.panamarc.internal.layout.BatchLayout;
import org.panamarc.internal.layout.BatchMemory;
import org.panamarc.internal.layout.SlotTable;
import org.panamarc.internal.layout.Tags;

/**
 * Sees to it that values are UTF-8, in NFC where that is asked for: those that are not are moved to
 * the side area in that form. Mutable, reused from record to record, not thread-safe.
 */
public final class ValueTranscoder {
    private final CurrentRecord record;
    private final BatchMemory memory;
    private final SlotTable fields;
    private final DefectLog defects;
    private final EncodingResolver rule;
    private final Nfc nfc;

    public ValueTranscoder(
            BatchMemory memory, SlotTable fields, DefectLog defects, ReadOptions options) {
        this.record = new CurrentRecord(memory, fields, defects);
        this.memory = memory;
        this.fields = fields;
        this.defects = defects;
        this.rule = EncodingResolver.of(options.fileEncoding(), options.keepReferences());
        this.nfc = options.nfc();
    }

    /** Whether well-formed UTF-8 stays as it is where leader/09 is {@code a}, without escapes. */
    public boolean keepsUtf8() {
        return nfc != Nfc.ALL && rule instanceof Marc21Encoding;
    }

    /**
     * Sees to the values of the record that the framer found last.
     *
     * @param rawStart offset of the record's raw bytes in the batch
     * @param firstSlot the record's first slot; its slots are the last ones
     * @param firstValue offset in the batch of its first value in the raw bytes
     * @param escapes whether an escape sequence may begin in the record
     * @return flags
     */
    public int code(Framer framer, int rawStart, int firstSlot, int firstValue, boolean escapes) {
        record.at = rawStart;
        record.firstSlot = firstSlot;
        record.valuesAt = firstValue;
        record.rawEnd = rawStart + framer.length();
        int shift = rawStart - framer.start();
        record.begin(escapes);
        int malformed =
                Utf8Check.check(memory.bytes, firstValue, record.rawEnd, framer.index(), shift);
        ValueDecoder decoder = rule.decoderOf(record, malformed);
        if (decoder != null) {
            decode(decoder);
        } else if (malformed == Utf8Check.NONE) {
            return 0;
        } else if (malformed < record.rawEnd) {
            repairUtf8(malformed);
        } else if (nfc == Nfc.ALL && !isNfc()) {
            moveAside(true, (slot, from, to) -> memory.append(memory.bytes, from, to));
        } else {
            return BatchLayout.HIGH_BYTES;
        }
        return BatchLayout.HIGH_BYTES | BatchLayout.ASIDE;
    }

    /**
     * Sees to the values of a record that is UTF-8 all through, and more than ASCII.
     *
     * @return flags
     */
    public int compose(int rawStart, int firstSlot, int rawEnd) {
        record.at = rawStart;
        record.firstSlot = firstSlot;
        record.valuesAt = fields.starts[firstSlot];
        record.rawEnd = rawEnd;
        if (nfc != Nfc.ALL || isNfc()) {
            return BatchLayout.HIGH_BYTES;
        }
        moveAside(true, (slot, from, to) -> memory.append(memory.bytes, from, to));
        return BatchLayout.HIGH_BYTES | BatchLayout.ASIDE;
    }

    /** Moves the values aside, what is malformed in them replaced. */
    private void repairUtf8(int malformed) {
        defects.add(
                Defect.Kind.UNDECODABLE,
                malformed - record.at,
                null,
                EncodingMessages.malformed(memory.bytes[malformed], rule.stated(record)));
        moveAside(
                nfc == Nfc.ALL,
                (slot, from, to) -> {
                    byte[] text = Utf8.repaired(memory.bytes, from, to);
                    memory.append(text, 0, text.length);
                });
    }

    /** Moves the values aside as UTF-8. */
    private void decode(ValueDecoder decoder) {
        moveAside(
                nfc != Nfc.NONE,
                (slot, from, to) -> {
                    memory.reserve((long) decoder.mostGrowth() * (to - from));
                    memory.end = decoder.decode(memory.bytes, from, to, memory.bytes, memory.end);
                    if (decoder.firstUndecodable() >= 0) {
                        noteUndecodable(slot, decoder.firstUndecodable(), decoder.name());
                    }
                });
    }

    /** Notes the record's first byte that is no character of its coding, and no other. */
    private void noteUndecodable(int slot, int undecodable, String coding) {
        if (defects.has(Defect.Kind.UNDECODABLE)) {
            return;
        }
        int tag = fields.tags[slot] & 0xFFFF;
        defects.add(
                Defect.Kind.UNDECODABLE,
                record.inRecord(undecodable),
                tag < Tags.ODD ? Tags.text(tag) : null,
                EncodingMessages.undecodable(memory.bytes[undecodable], coding));
    }

    /** Whether all values, in UTF-8, are in NFC already. */
    private boolean isNfc() {
        for (int slot = record.firstSlot; slot < record.closingSlot(); slot++) {
            if (composed(slot, fields.starts[slot], record.valueEnd(slot)) != null) {
                return false;
            }
        }
        return true;
    }

    /** A slot's value in NFC; null if it is in NFC already. */
    private byte @Nullable [] composed(int slot, int from, int to) {
        boolean control = FieldKind.isControl(fields.tags[slot] & 0xFFFF, memory.bytes, from, to);
        return Composer.composed(memory.bytes, from, to, control);
    }

    /** Appends a slot's value, which is in the batch, to the side area in another form. */
    @FunctionalInterface
    private interface Transcriber {
        void append(int slot, int from, int to);
    }

    /** Moves the values to the side area, into NFC where that is asked for. */
    private void moveAside(boolean inNfc, Transcriber transcriber) {
        int closing = record.closingSlot();
        int from = fields.starts[record.firstSlot];
        for (int slot = record.firstSlot; slot < closing; slot++) {
            int to = record.valueEnd(slot);
            int start = memory.end;
            fields.starts[slot] = start;
            transcriber.append(slot, from, to);
            byte[] composed = inNfc ? composed(slot, start, memory.end) : null;
            if (composed != null) {
                memory.end = start;
                memory.append(composed, 0, composed.length);
            }
            memory.endValue();
            from = to + 1;
        }
        fields.starts[closing] = memory.end;
    }
}

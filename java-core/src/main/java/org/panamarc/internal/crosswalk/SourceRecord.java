package org.panamarc.internal.crosswalk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.framing.Leaders;
import org.panamarc.internal.iso2709.EncodeException;
import org.panamarc.internal.iso2709.FieldKind;
import org.panamarc.internal.kernel.ByteSearch;
import org.panamarc.internal.layout.BatchView;

/**
 * A bibliographic record of MARC 21 as text.
 *
 * @param leader 24 characters
 * @param fields in the record's order; those 880 under the tag that they are linked to
 */
record SourceRecord(String leader, List<SourceField> fields) {
    private static final String BIBLIOGRAPHIC = "acdefgijkmoprt"; // leader/06
    private static final String ENTRY_MAP_OF_UNIMARC = "450 "; // leader/20-23
    private static final String LINKED = "880";
    private static final String TITLE = "245";
    private static final String TITLE_OF_UNIMARC = "200"; // a tag that MARC 21 has not

    /**
     * A record of a batch.
     *
     * @throws EncodeException if it is UNIMARC, or no bibliographic record
     */
    static SourceRecord of(BatchView batch, int record) {
        byte[] leaderBytes = new byte[Iso2709.LEADER];
        int at = batch.rawStart(record);
        Leaders.copyPrintable(batch.memory(), at, at + batch.rawLength(record), leaderBytes);
        String leader = new String(leaderBytes, StandardCharsets.US_ASCII);
        List<SourceField> fields = new ArrayList<>();
        for (int slot = batch.firstSlot(record); slot < batch.closingSlot(record); slot++) {
            fields.add(field(batch, slot));
        }
        SourceRecord found = new SourceRecord(leader, fields);
        found.check();
        return found;
    }

    private void check() {
        if (leader.endsWith(ENTRY_MAP_OF_UNIMARC)) {
            throw refused(
                    "the record is UNIMARC (leader/20-23 is '%s'); crosswalks are made of MARC 21"
                            .formatted(ENTRY_MAP_OF_UNIMARC));
        }
        if (has(TITLE)) {
            return; // of whatever type: leaders lie
        }
        if (has(TITLE_OF_UNIMARC)) {
            throw refused(
                    "the record has field 200 and no field 245, as UNIMARC has it; crosswalks are"
                            + " made of MARC 21");
        }
        if (BIBLIOGRAPHIC.indexOf(type()) < 0) {
            throw refused(
                    "leader/06 is '%c' and there is no field 245; crosswalks are made of bibliographic records"
                            .formatted(type()));
        }
    }

    private static EncodeException refused(String message) {
        return new EncodeException(null, message);
    }

    private boolean has(String tag) {
        return fields.stream().anyMatch(field -> field.tag().equals(tag));
    }

    private static SourceField field(BatchView batch, int slot) {
        byte[] bytes = batch.memory();
        int from = batch.valueStart(slot);
        int to = batch.valueEnd(slot);
        String tag = batch.tagText(slot);
        int delimiter = delimiter(bytes, from, to);
        if (delimiter == to && FieldKind.isControl(batch.tag(slot), bytes, from, to)) {
            return new SourceField(tag, ' ', ' ', batch.text(from, to), List.of(), false);
        }
        String indicators = batch.text(from, delimiter) + "  ";
        List<Part> parts = new ArrayList<>();
        for (int at = delimiter; at < to; ) {
            int end = delimiter(bytes, at + 1, to);
            String text = batch.text(at + 1, end);
            if (!text.isEmpty()) {
                int code = text.codePointAt(0);
                String value = CleanText.of(text.substring(Character.charCount(code)));
                if (!value.isEmpty()) {
                    parts.add(new Part(code, value));
                }
            }
            at = end;
        }
        boolean linked = tag.equals(LINKED);
        return new SourceField(
                linked ? linkedTag(parts) : tag,
                indicators.charAt(0),
                indicators.charAt(1),
                "",
                parts,
                linked);
    }

    private static int delimiter(byte[] bytes, int from, int to) {
        return ByteSearch.indexOf(Iso2709.SUBFIELD_DELIMITER, bytes, from, to);
    }

    /** The tag that $6 begins with (MARC 21 Appendix A), else 880. */
    private static String linkedTag(List<Part> parts) {
        for (Part part : parts) {
            if (part.code() == '6' && part.text().length() >= 3) {
                return part.text().substring(0, 3);
            }
        }
        return LINKED;
    }

    /** Leader/06, type of record. */
    char type() {
        return leader.charAt(6);
    }

    /** Leader/07, bibliographic level. */
    char level() {
        return leader.charAt(7);
    }

    /** Characters of the first control field with a tag; empty where it is missing or shorter. */
    String characters(String tag, int from, int to) {
        for (SourceField field : fields) {
            if (field.tag().equals(tag)) {
                return field.characters(from, to);
            }
        }
        return "";
    }

    /** The first field with a tag that is no 880, or one without subfields. */
    SourceField first(String tag) {
        for (SourceField field : fields) {
            if (!field.linked() && field.tag().equals(tag)) {
                return field;
            }
        }
        return new SourceField(tag, ' ', ' ', "", List.of(), false);
    }
}

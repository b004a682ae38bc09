package org.panamarc.internal.accounting;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.internal.iso2709.DefectSink;
import org.panamarc.internal.layout.BatchLayout;

/**
 * The defects of a batch's records, in the form they have in the batch. Mutable, not thread-safe.
 */
public final class DefectLog implements DefectSink {
    private final List<Defect> record = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int textBefore; // its length before the record at hand
    private long number;
    private long inputStart;
    private boolean counts; // whether offsets in the record are offsets in the input

    /**
     * Begins a record.
     *
     * @param recordNumber its number in its reader, counted from 1
     * @param start its offset in the input
     */
    public void begin(long recordNumber, long start) {
        record.clear();
        textBefore = text.length();
        number = recordNumber;
        inputStart = start;
        counts = true;
    }

    /** Begins a record that the input has in another format: its defects are where it begins. */
    public void beginTranslated(long recordNumber, long start) {
        begin(recordNumber, start);
        counts = false;
    }

    @Override
    public void add(Defect.Kind kind, int offset, @Nullable String tag, String message) {
        record.add(
                new Defect(
                        kind,
                        number,
                        inputStart + (counts ? offset : 0),
                        tag == null ? null : printable(tag),
                        printable(message)));
    }

    /**
     * Control characters of the input would break up the text of defects, and the reader's screen.
     */
    public static String printable(String text) {
        return text.chars().allMatch(c -> c >= ' ')
                ? text
                : text.codePoints()
                        .mapToObj(c -> c >= ' ' ? Character.toString(c) : "\\x%02X".formatted(c))
                        .collect(Collectors.joining());
    }

    /** Whether the record at hand has a defect of a kind. */
    public boolean has(Defect.Kind kind) {
        return record.stream().anyMatch(defect -> defect.kind() == kind);
    }

    /** The defects of the record at hand. */
    public List<Defect> ofRecord() {
        return record;
    }

    /**
     * Ends the record at hand.
     *
     * @param index its index in the batch
     */
    public void end(int index) {
        for (Defect defect : record) {
            String[] parts = {
                String.valueOf(index),
                defect.kind().text(),
                defect.severity().text(),
                String.valueOf(defect.offset()),
                defect.tag() == null ? "" : defect.tag(),
                defect.message()
            };
            text.append(String.join(BatchLayout.PART, parts)).append(BatchLayout.DEFECT_END);
        }
    }

    /** Takes back the record ended last. */
    public void dropLast() {
        text.setLength(textBefore);
    }

    /** About how many bytes the defects of all records take. */
    public int bytes() {
        return text.length();
    }

    /** The defects of all records, in the form they have in the batch. */
    public String text() {
        return text.toString();
    }

    /** The same in UTF-8. */
    public byte[] toBytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /** Forgets all records. */
    public void clear() {
        text.setLength(0);
    }
}

package org.panamarc.internal.query;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.charset.Utf8;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.Tags;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Counts what records have: leader positions, lengths, tags and subfield codes. Mutable; not
 * thread-safe.
 */
public final class Statistics {
    private static final int ASCII = 0x80;

    /** The first continuation byte of UTF-8 is 0x80, the first byte that begins a sequence this. */
    private static final int FIRST_OF_SEVERAL = 0xC0;

    /** Counts of the fields that have one tag. */
    private static final class Tag {
        private final long[] codes = new long[ASCII];
        private final Map<String, Long> otherCodes = new TreeMap<>();
        private long fields;
        private long records;
        private long lastRecord; // the record counted last, from 1; 0 for none
    }

    private final long[][] leaders = new long[Iso2709.LEADER][ASCII + 1]; // the last: not ASCII
    private final Map<Long, Long> lengths = new TreeMap<>();
    private final @Nullable Tag[] usual = new Tag[Tags.ODD];
    private final Map<String, Tag> odd = new TreeMap<>();
    private long records;
    private long beyondAscii; // records with a raw byte of 0x80 or above

    /** Counts all records of a batch. */
    public void add(BatchView batch) {
        for (int i = 0; i < batch.records(); i++) {
            add(batch, i);
        }
    }

    private void add(BatchView batch, int record) {
        records++;
        byte[] bytes = batch.memory();
        int raw = batch.rawStart(record);
        int end = raw + batch.rawLength(record);
        for (int i = 0; i < Iso2709.LEADER; i++) {
            leaders[i][Math.min(bytes[raw + i] & 0xFF, ASCII)]++;
        }
        beyondAscii += Utf8.firstHigh(bytes, raw, end) < end ? 1 : 0;
        lengths.merge(batch.inputLength(record), 1L, Long::sum);
        int closing = batch.closingSlot(record);
        for (int slot = batch.firstSlot(record); slot < closing; slot++) {
            Tag tag = tag(batch, slot);
            tag.fields++;
            if (tag.lastRecord != records) {
                tag.lastRecord = records;
                tag.records++;
            }
            if (!Tags.isControl(batch.tag(slot))) {
                countCodes(bytes, batch.valueStart(slot), batch.valueEnd(slot), tag);
            }
        }
    }

    private Tag tag(BatchView batch, int slot) {
        int number = batch.tag(slot);
        if (number >= Tags.ODD) {
            return odd.computeIfAbsent(batch.tagText(slot), text -> new Tag());
        }
        Tag tag = usual[number];
        if (tag == null) {
            tag = new Tag();
            usual[number] = tag;
        }
        return tag;
    }

    /** Counts the subfields of a field; an 0x1F without a code begins none. */
    private static void countCodes(byte[] bytes, int from, int to, Tag tag) {
        for (int i = from; i < to - 1; i++) {
            if (bytes[i] == Iso2709.SUBFIELD_DELIMITER
                    && bytes[i + 1] != Iso2709.SUBFIELD_DELIMITER) {
                int code = bytes[i + 1];
                if (code >= 0) {
                    tag.codes[code]++;
                } else {
                    tag.otherCodes.merge(character(bytes, i + 1, to), 1L, Long::sum);
                }
            }
        }
    }

    private static String character(byte[] bytes, int from, int to) {
        int end = from + 1;
        while (end < to && bytes[end] < 0 && (bytes[end] & 0xFF) < FIRST_OF_SEVERAL) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    /**
     * Everything as one JSON object: {@code records}; {@code beyond_ascii}, the records with a raw
     * byte of 0x80 or above; {@code leader}, for each of its 24 positions the records by character,
     * U+FFFD for one that is not ASCII; {@code lengths}, the records by length in the input in
     * bytes; {@code tags}, with {@code records}, {@code fields} and {@code subfields} by code.
     */
    public String asJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json =
                new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeNumberProperty("records", records);
            json.writeNumberProperty("beyond_ascii", beyondAscii);
            json.writeArrayPropertyStart("leader");
            for (long[] position : leaders) {
                json.writeStartObject();
                writeCharacters(position, json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectPropertyStart("lengths");
            lengths.forEach((length, n) -> json.writeNumberProperty(Long.toString(length), n));
            json.writeEndObject();
            json.writeObjectPropertyStart("tags");
            for (int number = 0; number < usual.length; number++) {
                Tag tag = usual[number];
                if (tag != null) {
                    write(Tags.text(number), tag, json);
                }
            }
            odd.forEach((name, tag) -> write(name, tag, json));
            json.writeEndObject();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(String name, Tag tag, JsonGenerator json) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("records", tag.records);
        json.writeNumberProperty("fields", tag.fields);
        json.writeObjectPropertyStart("subfields");
        writeCharacters(tag.codes, json);
        tag.otherCodes.forEach(json::writeNumberProperty);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeCharacters(long[] counts, JsonGenerator json) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                json.writeNumberProperty(i < ASCII ? Character.toString(i) : "\uFFFD", counts[i]);
            }
        }
    }
}

package org.panamarc.internal.batch;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.internal.charset.Coding;
import org.panamarc.internal.charset.Marc8;
import org.panamarc.internal.charset.Utf8;
import org.panamarc.internal.frame.Ending;
import org.panamarc.internal.frame.Framer;
import org.panamarc.internal.frame.Marc;
import org.panamarc.internal.iso2709.ContentCheck;
import org.panamarc.internal.iso2709.Directory;
import org.panamarc.internal.iso2709.FieldTable;
import org.panamarc.internal.iso2709.Repair;
import org.panamarc.internal.iso2709.Tags;
import org.panamarc.internal.kernel.StructuralIndex;

/** Packs framed records into a batch. Mutable, reused from batch to batch, not thread-safe. */
final class BatchBuilder {
    /** The batch's offsets are ints, and its columns need room, too. */
    private static final int LARGEST_CONTENT = 1 << 30;

    private final FieldTable fields = new FieldTable();
    private final Repair repair = new Repair();
    private final List<Defect> recordDefects = new ArrayList<>();
    private final StringBuilder defectText = new StringBuilder();
    private final byte[] sourceName;
    private @Nullable Marc8 marc8; // made when a record needs it

    private int defectTextBefore; // its length before the record packed last
    private int valuesAt; // offset of the first value of the record at hand in its raw bytes
    private byte[] content = new byte[64 * 1024]; // the batch, up to where it has been written
    private int end = Layout.CONTENT; // offset of the first free byte
    private int records;
    private long[] inputStarts = new long[128];
    private int[] rawStarts = new int[128];
    private int[] rawLengths = new int[128];
    private int[] firstSlots = new int[128];
    private long[] numbers = new long[128];
    private byte[] flags = new byte[128];

    BatchBuilder(String sourceName) {
        this.sourceName = sourceName.getBytes(StandardCharsets.UTF_8);
    }

    int records() {
        return records;
    }

    /** Bytes of records packed so far. */
    int bytes() {
        return end - Layout.CONTENT;
    }

    /**
     * Packs the record that the framer found last.
     *
     * @param number the record's number in its reader, counted from 1
     */
    void add(Framer framer, long number) {
        int length = framer.length();
        int at = end;
        reserve(length);
        MemorySegment.copy(framer.memory(), JAVA_BYTE, framer.start(), content, at, length);
        end = at + length;
        if (records + 1 == firstSlots.length) { // one more for the end of the last record's slots
            growColumns();
        }
        inputStarts[records] = framer.inputOffset();
        rawStarts[records] = at;
        rawLengths[records] = length;
        firstSlots[records] = fields.size;
        numbers[records] = number;
        recordDefects.clear();
        defectTextBefore = defectText.length();
        int found = readFields(framer, at);
        found |= decode(framer, at, length);
        flags[records++] = (byte) (recordDefects.isEmpty() ? found : found | Layout.HAS_DEFECTS);
        for (Defect defect : recordDefects) {
            appendDefect(defect);
        }
    }

    /** The defects of the record packed last. */
    List<Defect> lastDefects() {
        return recordDefects;
    }

    /** The raw bytes of the record packed last; a copy. */
    byte[] lastRaw() {
        int at = rawStarts[records - 1];
        return Arrays.copyOfRange(content, at, at + rawLengths[records - 1]);
    }

    /** Takes back the record packed last. */
    void dropLast() {
        records--;
        end = rawStarts[records];
        fields.size = firstSlots[records];
        defectText.setLength(defectTextBefore);
    }

    /** Fills the slots of the record; returns its flags. */
    private int readFields(Framer framer, int at) {
        StructuralIndex index = framer.index();
        int shift = at - framer.start();
        int first = framer.firstTerminator();
        if (framer.ending() == Ending.PROVEN
                && Directory.read(content, at, index.positions, first, shift, fields)) {
            valuesAt = fields.starts[firstSlots[records]];
            checkContent(index, shift, at, framer.length());
            return 0;
        }
        int last = first;
        int behind = framer.start() + framer.length();
        while (last < index.count && index.positions[last] < behind) {
            last++;
        }
        repair.read(
                content,
                at,
                framer.length(),
                framer.ending(),
                index.positions,
                first,
                last,
                shift,
                this::noteDefect);
        ContentCheck.report(content, at, repair, this::noteDefect);
        return takeRepaired();
    }

    /** Reports what a record in order has in its fields that should not be there. */
    private void checkContent(StructuralIndex index, int shift, int at, int length) {
        int first = firstSlots[records];
        int closing = fields.size - 1;
        reserve(ContentCheck.LOOKAHEAD);
        if (ContentCheck.leaderInOrder(content, at)
                && ContentCheck.fieldsInOrder(content, fields, first, closing)
                && !index.mayLackCode(at - shift, at - shift + length)) {
            return;
        }
        ContentCheck.report(
                content,
                at,
                new ContentCheck.Values() {
                    @Override
                    public int count() {
                        return closing - first;
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
                this::noteDefect);
    }

    private void noteDefect(Defect.Kind kind, int offset, @Nullable String tag, String message) {
        recordDefects.add(
                new Defect(
                        kind,
                        numbers[records],
                        inputStarts[records] + offset,
                        tag == null ? null : printable(tag),
                        printable(message)));
    }

    /**
     * Control characters of the input would break up the text of defects, and the reader's screen.
     */
    private static String printable(String text) {
        return text.chars().allMatch(c -> c >= ' ')
                ? text
                : text.codePoints()
                        .mapToObj(c -> c >= ' ' ? Character.toString(c) : "\\x%02X".formatted(c))
                        .collect(Collectors.joining());
    }

    /** Makes slots of what the repair found, moving the values aside where they do not adjoin. */
    private int takeRepaired() {
        boolean adjoin = true;
        int next = -1; // where the next value must start to adjoin
        valuesAt = end;
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
                int tag = fields.tag(content, repair.tagOffset(i));
                fields.append(tag, adjoin ? from : end);
                if (!adjoin) {
                    append(content, from, repair.to(i));
                    endValue();
                }
            }
        }
        fields.append(Tags.NONE, adjoin && next >= 0 ? next : end);
        return adjoin ? 0 : Layout.ASIDE;
    }

    /**
     * Finds out what the bytes of the values mean, and moves the values aside as UTF-8 where they
     * are not UTF-8 yet. Leader/09 is {@code a} for UTF-8, else it is MARC-8 (MARC 21 Leader,
     * "Character coding scheme"); {@link Coding} tells where it lies.
     *
     * @return flags
     */
    private int decode(Framer framer, int at, int length) {
        int rawEnd = at + length;
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
            noteDefect(
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
            noteDefect(
                    Defect.Kind.UNDECODABLE,
                    malformed - at,
                    null,
                    "byte 0x%02X is not UTF-8 and leader/09 is '%c'; what is malformed reads as U+FFFD"
                            .formatted(content[malformed], scheme));
            repairUtf8();
        } else {
            decodeMarc8(at, rawEnd);
        }
        return Layout.HIGH_BYTES | Layout.ASIDE;
    }

    /** Moves the values of the record at hand aside, what is malformed in them replaced. */
    private void repairUtf8() {
        moveAside((slot, from, to) -> {
            byte[] text = Utf8.repaired(content, from, to);
            append(text, 0, text.length);
        });
    }

    /** Moves the values of the record at hand aside, from MARC-8 to UTF-8. */
    private void decodeMarc8(int at, int rawEnd) {
        if (marc8 == null) {
            marc8 = new Marc8(); // its tables are loaded for the first record that needs them
        }
        Marc8 decoder = marc8;
        moveAside((slot, from, to) -> {
            reserve(Marc8.MOST_GROWTH * (to - from));
            end = decoder.decode(content, from, to, content, end);
            if (decoder.firstUndecodable() >= 0) {
                noteUndecodable(slot, decoder.firstUndecodable(), at, rawEnd);
            }
        });
    }

    /** Notes the record's first byte that is no character of MARC-8, and no other. */
    private void noteUndecodable(int slot, int undecodable, int at, int rawEnd) {
        if (recordDefects.stream().anyMatch(d -> d.kind() == Defect.Kind.UNDECODABLE)) {
            return;
        }
        // A value that a repair has moved aside no longer tells its place in the input.
        int offset = undecodable < rawEnd ? undecodable - at : valuesAt - at;
        int tag = fields.tags[slot] & 0xFFFF;
        noteDefect(
                Defect.Kind.UNDECODABLE,
                offset,
                tag < Tags.ODD ? Tags.text(tag) : null,
                "byte 0x%02X is no character of MARC-8; what is none reads as U+FFFD"
                        .formatted(content[undecodable]));
    }

    /** Appends a slot's value, which stands in the batch, to the side area in another form. */
    @FunctionalInterface
    private interface Transcriber {
        void append(int slot, int from, int to);
    }

    /** Moves the values of the record at hand to the side area. */
    private void moveAside(Transcriber transcriber) {
        int closing = fields.size - 1;
        int from = fields.starts[firstSlots[records]];
        for (int slot = firstSlots[records]; slot < closing; slot++) {
            int to = fields.starts[slot + 1] - 1;
            fields.starts[slot] = end;
            transcriber.append(slot, from, to);
            endValue();
            from = to + 1;
        }
        fields.starts[closing] = end;
    }

    private void append(byte[] bytes, int from, int to) {
        reserve(to - from);
        System.arraycopy(bytes, from, content, end, to - from);
        end += to - from;
    }

    private void endValue() {
        reserve(1);
        content[end++] = Marc.FIELD_TERMINATOR;
    }

    private void appendDefect(Defect defect) {
        String[] parts = {
            String.valueOf(records - 1),
            defect.kind().text(),
            defect.severity().text(),
            String.valueOf(defect.offset()),
            defect.tag() == null ? "" : defect.tag(),
            defect.message()
        };
        defectText.append(String.join(Layout.PART, parts)).append(Layout.DEFECT_END);
    }

    private void reserve(int bytes) {
        if (bytes > LARGEST_CONTENT - end) {
            throw new IllegalStateException("a batch cannot hold more than 1 GiB");
        }
        if (bytes > content.length - end) {
            content = Arrays.copyOf(content, end + bytes + (content.length >> 1));
        }
    }

    private void growColumns() {
        int capacity = records * 2;
        inputStarts = Arrays.copyOf(inputStarts, capacity);
        rawStarts = Arrays.copyOf(rawStarts, capacity);
        rawLengths = Arrays.copyOf(rawLengths, capacity);
        firstSlots = Arrays.copyOf(firstSlots, capacity);
        numbers = Arrays.copyOf(numbers, capacity);
        flags = Arrays.copyOf(flags, capacity);
    }

    /**
     * Appends the columns to the content, which completes the batch.
     *
     * @return the length of the batch in bytes; it stands at the start of {@link #memory}
     */
    int complete() {
        int columnsAt = Layout.aligned(end);
        int startsAt = Layout.aligned(columnsAt + Layout.RECORD_COLUMNS * records + 4);
        int tagsAt = Layout.aligned(startsAt + 4 * fields.size);
        int oddTagsAt = Layout.aligned(tagsAt + 2 * fields.size);
        byte[] oddTags = fields.oddTags.bytes();
        int defectsAt = Layout.aligned(oddTagsAt + oddTags.length);
        byte[] defects = defectText.toString().getBytes(StandardCharsets.UTF_8);
        int sourceAt = defectsAt + defects.length;
        int length = sourceAt + sourceName.length;
        reserve(length - end);
        Arrays.fill(content, end, length, (byte) 0); // between columns, too

        ByteBuffer batch = ByteBuffer.wrap(content).order(ByteOrder.nativeOrder());
        batch.put(0, Layout.MAGIC)
                .putInt(Layout.RECORDS, records)
                .putInt(Layout.SLOTS, fields.size)
                .putInt(Layout.COLUMNS_AT, columnsAt)
                .putInt(Layout.STARTS_AT, startsAt)
                .putInt(Layout.TAGS_AT, tagsAt)
                .putInt(Layout.ODD_TAGS_AT, oddTagsAt)
                .putInt(Layout.ODD_TAGS, fields.oddTags.size())
                .putInt(Layout.DEFECTS_AT, defectsAt)
                .putInt(Layout.DEFECTS_LENGTH, defects.length)
                .putLong(Layout.FIRST_NUMBER, numbers[0])
                .putInt(Layout.LENGTH, length)
                .putInt(Layout.SOURCE_AT, sourceAt)
                .putLong(Layout.RESERVED, 0);
        firstSlots[records] = fields.size;
        int at = columnsAt;
        batch.position(at).asLongBuffer().put(inputStarts, 0, records);
        batch.position(at += 8 * records).asIntBuffer().put(rawStarts, 0, records);
        batch.position(at += 4 * records).asIntBuffer().put(rawLengths, 0, records);
        batch.position(at += 4 * records).asIntBuffer().put(firstSlots, 0, records + 1);
        at += 4 * (records + 1);
        for (int i = 0; i < records; i++, at += 4) {
            batch.putInt(at, (int) (numbers[i] - numbers[0]));
        }
        batch.put(at, flags, 0, records);
        batch.position(startsAt).asIntBuffer().put(fields.starts, 0, fields.size);
        batch.position(tagsAt).asShortBuffer().put(fields.tags, 0, fields.size);
        batch.put(oddTagsAt, oddTags).put(defectsAt, defects).put(sourceAt, sourceName);
        end = length;
        return length;
    }

    /** The memory that a completed batch stands in; it is used again after {@link #clear}. */
    byte[] memory() {
        return content;
    }

    /** The same, given away for good; another batch begins in new memory. */
    byte[] giveMemory() {
        byte[] given = content;
        content = new byte[end + end / 8]; // batches tend to be alike
        clear();
        return given;
    }

    /** Begins another batch. */
    void clear() {
        end = Layout.CONTENT;
        records = 0;
        fields.clear();
        defectText.setLength(0);
    }
}

package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.Dump;
import org.panamarc.testing.RecordBuilder;
import org.panamarc.testing.RepairCase;

class MarcRecordBuilderTest {
    private static final DataField TITLE =
            DataField.of("245", "10", "a", "Title /", "c", "\u00C9mile.");

    private static MarcRecord read(byte[] input) throws IOException {
        try (MarcReader reader = MarcReader.of(input, ReadOptions.DEFAULT)) {
            return reader.readBatch().getFirst();
        }
    }

    private static MarcRecord built() {
        return MarcRecord.builder().add(new ControlField("001", "ocm1")).add(TITLE).build();
    }

    private static String refused(Executable building) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, building).getMessage());
    }

    @Test
    void aNewRecordHasItsFieldsAndALeaderThatAgrees() throws IOException {
        MarcRecord record = built();
        byte[] expected =
                new RecordBuilder()
                        .field("001", "ocm1")
                        .field("245", "10$aTitle /$c\u00C9mile.")
                        .build();
        assertArrayEquals(Bytes.with(expected, 18, " "), record.raw());
        assertEquals("00076nam a2200049   4500", record.leader().text());
        assertEquals(List.of(new ControlField("001", "ocm1"), TITLE), record.fields());
        assertEquals(TITLE, record.field("245"));
        assertEquals("Title /", record.value("245$a"));
        assertEquals("nam", record.value("LDR/5-7"));
        assertEquals(List.of("\u00C9mile."), record.values("24.$c"));
        assertEquals(0, record.number());
        assertEquals("<built>", record.source());
        assertEquals(new Span(0, 0), record.span());
        assertEquals(List.of(), record.defects());
    }

    @Test
    void aRecordNeedsNoFields() {
        MarcRecord empty = MarcRecord.builder().build();
        assertEquals(List.of(), empty.fields());
        assertEquals("00026nam a2200025   4500", empty.leader().text());
    }

    @Test
    void aFieldAsReadStaysHoweverOdd() throws IOException {
        byte[] input = new RecordBuilder().field("001", "ocm1").field("245", "1$aTitle$").build();
        MarcRecord odd = read(input);
        refused(() -> MarcRecord.builder().add(odd.field(1)));
        MarcRecord other =
                built().toBuilder().removeAll().addAsRead(odd, 1).addAsRead(odd, 0).build();
        assertEquals(List.of(odd.field(1), odd.field(0)), other.fields());
        assertTrue(new String(other.raw(), StandardCharsets.UTF_8).contains("1\u001FaTitle\u001F"));
    }

    @Test
    void whatIsReadBackIsEqual() throws IOException {
        MarcRecord built = built();
        MarcRecord read = read(built.raw());
        assertEquals(built, read);
        assertEquals(built.hashCode(), read.hashCode());
    }

    @Test
    void recordsAreEqualByLeaderAndFields() throws IOException {
        byte[] input = RecordBuilder.numbered(1);
        MarcRecord record = read(input);
        MarcRecord second =
                read(Bytes.concat(RecordBuilder.numbered(0), input)).toBuilder().build();
        assertNotEquals(record, second);
        MarcRecord elsewhere =
                MarcReader.of(Bytes.concat(RecordBuilder.numbered(0), input), ReadOptions.DEFAULT)
                        .readBatch()
                        .get(1);
        assertEquals(record, elsewhere);
        assertEquals(Set.of(record), new HashSet<>(List.of(record, elsewhere)));
        // A record length that lies is a defect, but not another record.
        assertEquals(record, read(Bytes.with(input, 0, "00099")));
        assertNotEquals(record, read(Bytes.with(input, 5, "c")));
        assertNotEquals(record, read(Bytes.with(input, 17, "7")));
        assertNotEquals(record, record.withoutFields("650"));
        assertNotEquals(record, record.withField(TITLE));
        MarcRecord otherValue = read(Bytes.with(input, Bytes.indexOf(input, "Subject"), "s"));
        assertNotEquals(record, otherValue);
        MarcRecord otherTag = read(Bytes.with(input, Bytes.indexOf(input, "650"), "651"));
        assertNotEquals(record, otherTag);
        assertNotEquals(record, "a record");
    }

    @Test
    void oddTagsAreComparedAsTheyRead() throws IOException {
        byte[] one = new RecordBuilder().field("9x9", "  $a1").field("X-1", "  $a2").build();
        byte[] other = new RecordBuilder().field("X-1", "  $a2").field("9x9", "  $a1").build();
        MarcRecord both = read(one);
        MarcRecord second =
                MarcReader.of(Bytes.concat(other, one), ReadOptions.DEFAULT).readBatch().get(1);
        assertEquals(both, second);
        assertEquals(both.hashCode(), second.hashCode());
        assertNotEquals(both, read(other));
        MarcRecord copy = both.toBuilder().build();
        assertEquals(both, copy);
        assertEquals("=9x9  \\\\$a1", String.valueOf(copy.field("9x9")));
    }

    @Test
    void aChangedCopyKnowsWhatItWasMadeFrom() throws IOException {
        byte[] first = RecordBuilder.numbered(1);
        byte[] second = RecordBuilder.numbered(2);
        MarcRecord record =
                MarcReader.of(Bytes.concat(first, second), ReadOptions.DEFAULT).readBatch().get(1);
        MarcRecord changed = record.withField(TITLE);
        assertEquals(2, changed.number());
        assertEquals("<bytes>", changed.source());
        assertEquals(new Span(first.length, 0), changed.span());
        assertArrayEquals(second, record.raw());
        List<Field> fields = new ArrayList<>(record.fields());
        fields.add(TITLE);
        assertEquals(fields, changed.fields());
    }

    @Test
    void fieldsAreAddedRemovedAndChanged() throws IOException {
        MarcRecord record = read(RecordBuilder.numbered(1));
        MarcRecord changed =
                record.toBuilder()
                        .remove("008")
                        .remove("999")
                        .addInOrder(DataField.of("100", "1 ", "a", "Author"))
                        .addInOrder(DataField.of("650", " 0", "a", "After its likes"))
                        .addInOrder(new ControlField("000", "first"))
                        .addInOrder(DataField.of("900", "  "))
                        .change("245", field -> ((DataField) field).withIndicators("00"))
                        .build();
        assertEquals(
                List.of(
                        "=000  first",
                        "=001  test00001",
                        "=100  1 $aAuthor",
                        "=245  00$aTitle of number 1 /$cAuthor.",
                        "=650   0$aSubject$xPart 1.",
                        "=650   0$aAfter its likes",
                        "=900    "),
                Dump.fields(changed));
        assertEquals(
                List.of("=001  test00001", "=245  10$aTitle of number 1 /$cAuthor."),
                Dump.fields(record.withoutFields("008").withFieldsChanged("650", field -> null)));
        assertEquals(record, record.withFieldsChanged("650", field -> field));
    }

    @Test
    void aBuilderMayGoOn() {
        MarcRecordBuilder builder = MarcRecord.builder().add(TITLE);
        MarcRecord one = builder.build();
        MarcRecord two = builder.add(TITLE).build();
        assertEquals(1, one.fields().size());
        assertEquals(2, two.fields().size());
        assertEquals(two.fields(), builder.fields());
    }

    @Test
    void theLeaderIsChangedPositionByPosition() throws IOException {
        MarcRecord record = read(RecordBuilder.numbered(1));
        Leader leader =
                record.leader()
                        .withRecordStatus('c')
                        .withTypeOfRecord('e')
                        .withBibliographicLevel('s')
                        .withCharacterCodingScheme(' ')
                        .with(17, '7');
        assertEquals("ces  22", record.withLeader(leader).leader().text().substring(5, 12));
        assertEquals('7', record.withLeader(leader).leader().text().charAt(17));
        assertThrows(IndexOutOfBoundsException.class, () -> leader.with(24, ' '));
        assertEquals(
                "leader/19 is U+FFFD, expected printable ASCII",
                refused(() -> record.withLeader(leader.with(19, '\uFFFD'))));
        MarcRecord odd = read(Bytes.with(RecordBuilder.numbered(1), 8, "\u00E9"));
        assertEquals(
                "leader/08 is 0xE9, expected printable ASCII", refused(() -> odd.withField(TITLE)));
        assertEquals(' ', odd.withLeader(leader).leader().text().charAt(9));
    }

    @Test
    void aDataFieldIsChangedByCopies() {
        DataField field = TITLE.withSubfield('c', "2nd").withSubfield('h', "[x]");
        assertEquals("=245  10$aTitle /$c\u00C9mile.$c2nd$h[x]", field.toString());
        assertEquals("=245  10$aTitle /$h[x]", field.withoutSubfields('c').toString());
        assertEquals(TITLE, TITLE.withoutSubfields('x'));
        assertEquals("=001  b", new ControlField("001", "a").withData("b").toString());
        assertEquals(
                "field 245: 3 codes and values; expected a value for each code",
                refused(() -> DataField.of("245", "10", "a", "x", "c")));
        assertEquals(
                "field 245: the subfield code 'ab' is not one character",
                refused(() -> DataField.of("245", "10", "ab", "x")));
    }

    @Test
    void whatMarcDoesNotAllowIsRefusedWhenItIsAdded() {
        MarcRecordBuilder builder = MarcRecord.builder();
        assertEquals(
                "field 24: the tag is '24', expected three letters or digits",
                refused(() -> builder.add(DataField.of("24", "10"))));
        assertEquals(
                "field 245: a control field, expected a control field for the tags 001 to 009, else"
                        + " a data field",
                refused(() -> builder.add(new ControlField("245", "x"))));
        assertEquals(
                "field SYS: a data field without subfields, expected one at least; with the"
                        + " indicators '12' alone it reads back as a control field",
                refused(() -> builder.add(DataField.of("SYS", "12"))));
        assertEquals(
                "field 900: a data field without subfields, expected one at least; with the"
                        + " indicators 'BK' alone it reads back as a control field",
                refused(() -> builder.add(DataField.of("900", "BK"))));
        assertEquals(
                "field 008: a data field, expected a control field for the tags 001 to 009, else a"
                        + " data field",
                refused(() -> builder.addInOrder(DataField.of("008", "  "))));
        assertEquals(
                "field 245: the indicators is '1', expected two printable ASCII characters",
                refused(() -> builder.add(DataField.of("245", "1", "a", "x"))));
        assertEquals(
                "field 245: a subfield code is '\u00E9', expected a printable ASCII character",
                refused(() -> builder.add(DataField.of("245", "10", "\u00E9", "x"))));
        assertEquals(
                "field 245: subfield $b holds 0x1F at character 1, which ISO 2709 reserves for"
                        + " structure",
                refused(() -> builder.add(DataField.of("245", "10", "b", "x\u001Fcy"))));
        assertEquals(
                "field 001: the data holds 0x1D at character 0, which ISO 2709 reserves for"
                        + " structure",
                refused(() -> builder.add(new ControlField("001", "\u001D"))));
        assertEquals(
                "field 245: the text has half of a surrogate pair, which is no character",
                refused(() -> builder.add(DataField.of("245", "10", "a", "x\uD800y"))));
        assertEquals(List.of(), builder.fields());
    }

    @Test
    void moreFieldsThanABaseAddressCountsAreBuilt() {
        MarcRecordBuilder builder = MarcRecord.builder();
        for (int i = 0; i < 8_332; i++) {
            builder.add(DataField.of("900", "  "));
        }
        MarcRecord record = builder.build();
        assertEquals("99999", record.leader().toString().substring(12, 17));
        assertEquals(8_332, record.fields().size());
    }

    /** A leader whose bytes are printable, but for those that are computed for a new record. */
    private static final String KEPT_IN_ORDER = "(?s).{5}[ -~]{5}.{7}[ -~]{3}.{4}";

    static List<RepairCase> cases() throws IOException {
        return RepairCase.all().toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void whateverIsReadIsCopiedAsItIsOrRefused(RepairCase given) throws IOException {
        try (MarcReader reader = MarcReader.of(given.content(), ReadOptions.DEFAULT)) {
            for (MarcRecord record : reader) {
                if (!record.leader().text().matches(KEPT_IN_ORDER)) {
                    String message = refused(() -> record.toBuilder().build());
                    assertTrue(message.endsWith("expected printable ASCII"), message);
                    continue;
                }
                if (Dump.of(record).indexOf('\u001D') >= 0) {
                    String message = refused(() -> record.toBuilder().build());
                    assertTrue(message.endsWith("which ISO 2709 reserves for structure"), message);
                    continue;
                }
                MarcRecord copy = record.toBuilder().build();
                assertEquals(record.fields(), copy.fields());
                assertEquals(
                        copy,
                        read(copy.withLeader(copy.leader().withCharacterCodingScheme('a')).raw())
                                .withLeader(copy.leader()));
            }
        }
    }
}

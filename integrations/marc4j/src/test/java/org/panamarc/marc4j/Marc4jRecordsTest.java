package org.panamarc.marc4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.marc4j.MarcException;
import org.marc4j.marc.ControlField;
import org.marc4j.marc.DataField;
import org.marc4j.marc.Record;
import org.marc4j.marc.impl.ControlFieldImpl;
import org.marc4j.marc.impl.DataFieldImpl;
import org.marc4j.marc.impl.LeaderImpl;
import org.marc4j.marc.impl.RecordImpl;
import org.marc4j.marc.impl.SubfieldImpl;
import org.panamarc.MarcRecord;

/** Records of marc4j become records of panamarc. */
class Marc4jRecordsTest {
    private static final byte[] BOOK = Samples.book("7", "Title");

    /** Ways to read that leave a record as it was. */
    static Stream<Consumer<Record>> reading() {
        return Stream.of(
                record -> {},
                Record::getLeader,
                Record::getControlNumber,
                record -> record.find(".*"),
                record -> title(record).getIndicator1(),
                record -> record.getControlNumberField().setData("7"),
                record -> title(record).getSubfield('a').setData("Title"),
                record -> record.getLeader().setRecordLength(0),
                record -> record.getLeader().setBaseAddressOfData(0),
                record -> record.addVariableField(removed(record, "650")),
                record -> record.setLeader(new LeaderImpl(record.getLeader().marshal())));
    }

    /** Removes the last field with a tag. */
    private static DataField removed(Record record, String tag) {
        DataField field = (DataField) record.getVariableFields(tag).getLast();
        record.removeVariableField(field);
        return field;
    }

    private static DataField title(Record record) {
        return (DataField) record.getVariableField("245");
    }

    @ParameterizedTest
    @MethodSource("reading")
    void aRecordThatWasNotChangedIsTheOneThatWasRead(Consumer<Record> reading) {
        MarcRecord read = Samples.read(BOOK);
        Record record = Marc4jRecords.toMarc4j(read);
        reading.accept(record);
        assertSame(read, Marc4jRecords.toPanamarc(record));
    }

    /** Ways to change a record. */
    static Stream<Consumer<Record>> changes() {
        return Stream.of(
                record -> record.getLeader().setRecordStatus('c'),
                record -> record.setLeader(new LeaderImpl("00000cam a2200000 a 4500")),
                record -> record.getControlNumberField().setData("8"),
                record -> record.getControlNumberField().setTag("003"),
                record -> title(record).setTag("246"),
                record -> title(record).setIndicator1('0'),
                record -> title(record).setIndicator2('4'),
                record -> title(record).getSubfield('a').setData("Other"),
                record -> title(record).getSubfield('a').setCode('b'),
                record -> title(record).addSubfield(new SubfieldImpl('h', "[map]")),
                record -> title(record).getSubfields().removeLast(),
                record -> record.getDataFields().removeLast(),
                record -> record.getDataFields().addFirst(record.getDataFields().removeLast()),
                record -> record.getDataFields().set(0, new DataFieldImpl("245", '1', '0')),
                record -> record.getDataFields().set(0, title(Samples.lazy(BOOK))),
                record -> record.addVariableField(new ControlFieldImpl("005", "2020")));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void eachChangeIsInTheRecordThatIsMade(Consumer<Record> change) {
        for (boolean ordinary : new boolean[] {false, true}) {
            MarcRecord read = Samples.read(BOOK);
            Record record = Marc4jRecords.toMarc4j(read);
            if (ordinary) {
                record.getVariableFields();
            }
            change.accept(record);
            MarcRecord made = Marc4jRecords.toPanamarc(record);
            assertNotSame(read, made);
            assertEquals(content(record), content(Marc4jRecords.toMarc4j(made)));
            assertEquals(read.number(), made.number());
        }
    }

    /** A record's text but for lengths that follow from it. */
    private static String content(Record record) {
        return record.toString().replaceFirst("LEADER .....(.....).......", "LEADER $1");
    }

    @Test
    void fieldsThatWereNotChangedStayHoweverOdd() {
        byte[] odd = Samples.replaced(BOOK, "\u001FcAuthor.", "\u001F\u001FAuthor.");
        Record record = Samples.lazy(odd);
        record.getControlNumberField().setData("8");
        DataField foreign = (DataField) Samples.lazy(odd).getVariableField("245");
        record.addVariableField(foreign);
        MarcRecord made = Marc4jRecords.toPanamarc(record);
        String raw = new String(made.raw(), StandardCharsets.UTF_8);
        assertEquals(2, raw.split("\u001F\u001FAuthor[.]", -1).length - 1);
        assertEquals("8", made.value("001"));
    }

    @Test
    void theCodingSchemeStaysWhatItWas() {
        Record record = Samples.lazy(Samples.marc8());
        record.getLeader().setRecordStatus('c');
        assertEquals("cam  ", start(record));
        record.getLeader().setCharCodingScheme('z');
        assertEquals("cam z", start(record));
        Record utf8 = Samples.lazy(BOOK);
        utf8.getLeader().setRecordStatus('c');
        assertEquals("cam a", start(utf8));
    }

    /** Leader/05 to 09. */
    private static String start(Record record) {
        return Marc4jRecords.toPanamarc(record).leader().text().substring(5, 10);
    }

    @Test
    void anOrdinaryRecordBecomesOneOfPanamarc() {
        Record record = ordinary();
        record.addVariableField(new ControlFieldImpl("001", "7"));
        DataField title = new DataFieldImpl("245", '1', '0');
        title.addSubfield(new SubfieldImpl('a', "\u4E2D\u6587"));
        record.addVariableField(title);
        MarcRecord made = Marc4jRecords.toPanamarc(record);
        assertEquals("7", made.value("001"));
        assertEquals("\u4E2D\u6587", made.value("245$a"));
        assertEquals("nam a", made.leader().text().substring(5, 10));
        assertEquals(0, made.number());
    }

    private static Record ordinary() {
        Record record = new RecordImpl();
        record.setLeader(new LeaderImpl("00000nam a2200000 a 4500"));
        return record;
    }

    private static void refused(Record record, String message) {
        MarcException e = assertThrows(MarcException.class, () -> Marc4jRecords.toPanamarc(record));
        assertEquals(message, e.getMessage());
    }

    @Test
    void whatIsMissingIsAnErrorThatNamesIt() {
        Record record = ordinary();
        record.setLeader(null);
        refused(record, "record without 001: there is no leader");
        record = ordinary();
        record.addVariableField(new ControlFieldImpl("001", "7"));
        record.addVariableField(new ControlFieldImpl("005", null));
        refused(record, "record 7: field 005 has no data");
        record = ordinary();
        ControlField field = new ControlFieldImpl("001", "7");
        record.addVariableField(field);
        DataField title = new DataFieldImpl("245", '1', '0');
        title.addSubfield(new SubfieldImpl('a'));
        record.addVariableField(title);
        refused(record, "record 7: field 245: subfield $a has no data");
        title.setTag(null);
        refused(record, "record 7: a field has no tag");
        Record lazy = Samples.lazy(BOOK);
        lazy.setLeader(null);
        refused(lazy, "record 7: there is no leader");
    }

    @Test
    void whatMarcDoesNotAllowIsAnErrorThatNamesIt() {
        Record record = Samples.lazy(BOOK);
        title(record).setIndicator1('\u00E9');
        refused(
                record,
                "record 7: field 245: the indicators is '\u00E90', expected two printable ASCII characters");
        record = ordinary();
        record.getLeader().setEntryMap("45".toCharArray());
        refused(
                record,
                "record without 001: a leader has 24 characters; found 22 in '00000nam a2200000 a 45'");
        record = ordinary();
        record.getLeader().setTypeOfRecord('\u00E9');
        refused(record, "record without 001: leader/06 is U+00E9, expected printable ASCII");
    }

    @Test
    void aChangeDoesNotReachOtherRecordsOfTheSameSource() {
        MarcRecord read = Samples.read(BOOK);
        Record one = Marc4jRecords.toMarc4j(read);
        Record other = Marc4jRecords.toMarc4j(read);
        title(one).getSubfield('a').setData("Other");
        assertEquals("Title", title(other).getSubfield('a').getData());
        assertEquals(List.of("Title"), read.values("245$a"));
    }
}

package org.panamarc.marc4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.marc4j.MarcError;
import org.marc4j.MarcStreamReader;
import org.marc4j.marc.ControlField;
import org.marc4j.marc.DataField;
import org.marc4j.marc.Record;
import org.marc4j.marc.VariableField;
import org.marc4j.marc.impl.ControlFieldImpl;
import org.marc4j.marc.impl.DataFieldImpl;
import org.marc4j.marc.impl.RecordImpl;
import org.marc4j.marc.impl.SubfieldImpl;
import org.panamarc.MarcRecord;

/** A record reads as marc4j's own does, before and after it is an ordinary one. */
class LazyRecordTest {
    private static final byte[] BOOK = Samples.book("7", "Title /");

    private static Record theirs() {
        return new MarcStreamReader(Samples.stream(BOOK)).next();
    }

    private static List<String> texts(List<?> all) {
        return all.stream().map(String::valueOf).toList();
    }

    /** The record itself, and after what makes it an ordinary one. */
    private static Stream<Record> both(byte[] bytes) {
        Record ordinary = Samples.lazy(bytes);
        ordinary.getVariableFields();
        return Stream.of(Samples.lazy(bytes), ordinary);
    }

    @Test
    void allQuestionsHaveMarc4jsAnswers() {
        Record their = theirs();
        both(BOOK)
                .forEach(our -> {
                    assertEquals(their.getControlNumber(), our.getControlNumber());
                    assertEquals(
                            their.getControlNumberField().toString(),
                            our.getControlNumberField().toString());
                    for (String tag : List.of("001", "245", "650", "999", "000", "LNK245")) {
                        assertEquals(
                                texts(their.getVariableFields(tag)),
                                texts(our.getVariableFields(tag)));
                        assertEquals(
                                String.valueOf(their.getVariableField(tag)),
                                String.valueOf(our.getVariableField(tag)));
                    }
                    assertEquals(their.getLeader().marshal(), our.getLeader().marshal());
                    assertNull(our.getId());
                    assertNull(our.getType());
                    assertFalse(our.hasErrors());
                    assertNull(our.getErrors());
                });
        Record our = Samples.lazy(BOOK);
        String[] tags = {"008", "650"};
        assertEquals(texts(their.getVariableFields(tags)), texts(our.getVariableFields(tags)));
        assertEquals(texts(their.find("Tow.s")), texts(our.find("Tow.s")));
        assertEquals(texts(their.find("245", "Tit")), texts(our.find("245", "Tit")));
        assertEquals(texts(their.find(tags, "Maps")), texts(our.find(tags, "Maps")));
        assertEquals(texts(their.getControlFields()), texts(our.getControlFields()));
        assertEquals(texts(their.getDataFields()), texts(our.getDataFields()));
        assertEquals(
                texts(their.getVariableFieldsWithLeader()),
                texts(our.getVariableFieldsWithLeader()));
        assertEquals(their.toString(), our.toString());
    }

    @Test
    void aFieldAnswersEachQuestionFirst() {
        DataField their = (DataField) theirs().getVariableField("650");
        assertEquals(their.getIndicator1(), field("650").getIndicator1());
        assertEquals(their.getIndicator2(), field("650").getIndicator2());
        assertEquals(texts(their.getSubfields()), texts(field("650").getSubfields()));
        assertEquals(texts(their.getSubfields('x')), texts(field("650").getSubfields('x')));
        assertEquals(texts(their.getSubfields("ax")), texts(field("650").getSubfields("ax")));
        assertEquals(their.getSubfieldsAsString("ax"), field("650").getSubfieldsAsString("ax"));
        assertEquals(their.getSubfield('x').getData(), field("650").getSubfield('x').getData());
        assertNull(field("650").getSubfield('z'));
        assertTrue(field("650").find("Ol."));
        assertEquals(their.toString(), field("650").toString());
        assertEquals(0, field("650").compareTo(their));
    }

    private static DataField field(String tag) {
        return (DataField) Samples.lazy(BOOK).getVariableField(tag);
    }

    @Test
    void aFieldIsTheSameObjectHoweverItIsFound() {
        Record record = Samples.lazy(BOOK);
        VariableField title = record.getVariableField("245");
        assertSame(title, record.getVariableFields("245").getFirst());
        assertSame(title, record.getDataFields().getFirst());
        assertSame(title, record.getVariableField("245"));
        assertSame(record.getControlNumberField(), record.getControlFields().getFirst());
    }

    @Test
    void itMayBeChangedAsAnyOther() {
        Record their = theirs();
        Record our = Samples.lazy(BOOK);
        for (Record record : List.of(their, our)) {
            ((DataField) record.getVariableField("245")).getSubfield('a').setData("Other /");
            record.addVariableField(new DataFieldImpl("700", '1', ' '));
            record.removeVariableField(record.getVariableFields("650").get(1));
            record.removeVariableField(record.getVariableField("008"));
            record.addVariableField(new ControlFieldImpl("001", "8"));
            record.getLeader().setRecordStatus('c');
            record.setId(5L);
            record.setType("Bibliographic");
            record.addError("245", "a", MarcError.INFO, "looked at");
            record.addErrors(List.of(new MarcError("245", "b", MarcError.FATAL, "missing")));
            Collections.sort(record.getDataFields());
        }
        assertEquals(their.toString(), our.toString());
        assertEquals(5L, our.getId());
        assertEquals("Bibliographic", our.getType());
        assertTrue(our.hasErrors());
        assertEquals(texts(their.getErrors()), texts(our.getErrors()));
        our.setLeader(their.getLeader());
        assertSame(their.getLeader(), our.getLeader());
    }

    @Test
    void aFieldMayBeChangedBeforeItIsRead() {
        DataField field = field("245");
        field.setIndicator1('0');
        assertEquals("245 00$aTitle /$cAuthor.", field.toString());
        field = field("245");
        field.setIndicator2('4');
        assertEquals("245 14$aTitle /$cAuthor.", field.toString());
        field = field("245");
        field.addSubfield(new SubfieldImpl('h', "[map]"));
        field.addSubfield(1, new SubfieldImpl('b', "more"));
        assertEquals("245 10$aTitle /$bmore$cAuthor.$h[map]", field.toString());
        field = field("245");
        field.removeSubfield(field.getSubfield('c'));
        field.addSubfield(1, new SubfieldImpl('b', "more"));
        assertEquals("245 10$aTitle /$bmore", field.toString());
        DataField first = field("245");
        first.removeSubfield(new SubfieldImpl('a', "not in it"));
        assertEquals("245 10$aTitle /$cAuthor.", first.toString());
        ControlField number = Samples.lazy(BOOK).getControlNumberField();
        number.setData("8");
        assertEquals("001 8", number.toString());
    }

    @Test
    void linkedFieldsAreFoundByTheTagThatTheyAreLinkedTo() {
        byte[] linked = Samples.replaced(Samples.book("1", "T"), "650", "880");
        linked = Samples.replaced(linked, "\u001FaMaps\u001FxOld", "\u001F6246-01\u001FaX");
        Record record = Samples.lazy(linked);
        assertEquals("880  0$6246-01$aX", String.valueOf(record.getVariableField("LNK246")));
    }

    @Test
    void theControlNumberIsFirstWhereverItIs() {
        byte[] swapped =
                MarcRecord.builder()
                        .add(new org.panamarc.ControlField("008", "200101s2020"))
                        .add(new org.panamarc.ControlField("001", "7"))
                        .build()
                        .raw();
        both(swapped)
                .forEach(record -> {
                    assertEquals("7", record.getControlNumber());
                    record.getVariableFields();
                    assertEquals("7", record.getControlNumber());
                    assertEquals("001", record.getControlFields().getFirst().getTag());
                });
    }

    @Test
    void bothOfTwoControlNumbersAreThere() {
        byte[] twice = Samples.replaced(Samples.book("7", "T"), "008", "001");
        Record record = Samples.lazy(twice);
        assertEquals("7", record.getControlNumber());
        assertEquals(List.of("001 7", "001 200101s2020"), texts(record.getVariableFields("001")));
        assertEquals(List.of("001 7", "001 200101s2020"), texts(record.getControlFields()));
        assertEquals("7", record.getControlNumber());
    }

    @Test
    void aRecordWithoutNumberHasNone() {
        byte[] without = Samples.replaced(Samples.book("7", "T"), "001", "003");
        both(without)
                .forEach(record -> {
                    assertNull(record.getControlNumberField());
                    assertNull(record.getControlNumber());
                });
    }

    @Test
    void aFieldOfDataAloneIsAControlFieldWhateverItsTag() {
        byte[] local = Samples.replaced(Samples.book("7", "T"), "008", "SYS");
        Record record = Samples.lazy(local);
        VariableField field = record.getVariableField("SYS");
        assertEquals("SYS 200101s2020", String.valueOf(field));
        assertInstanceOf(ControlField.class, field);
        assertEquals(List.of("001 7", "SYS 200101s2020"), texts(record.getControlFields()));
        record.removeVariableField(field);
        assertEquals(List.of("001 7"), texts(record.getControlFields()));
    }

    @Test
    void defectsAreErrorsOfTheRecord() {
        Record record = Samples.lazy(Samples.broken());
        assertTrue(record.hasErrors());
        MarcError error = record.getErrors().getFirst();
        assertEquals(MarcError.MAJOR_ERROR, error.severity);
        assertEquals("n/a", error.curField);
        assertTrue(error.message.startsWith("record 1, byte 0: record-length: "), error.message);
        byte[] odd =
                Samples.replaced(Samples.book("7", "T"), "\u001FcAuthor.", "\u001F\u001FAuthor.");
        MarcError content = Samples.lazy(odd).getErrors().getFirst();
        assertEquals(MarcError.MINOR_ERROR, content.severity);
        assertEquals("245", content.curField);
    }

    @Test
    void itIsSerializedAsAnOrdinaryRecord() throws IOException, ClassNotFoundException {
        both(BOOK)
                .forEach(record -> {
                    Object copy = copied(record);
                    assertEquals(record.toString(), copy.toString());
                    assertEquals(RecordImpl.class, copy.getClass());
                    for (VariableField field : ((Record) copy).getVariableFields()) {
                        assertSame(
                                field instanceof ControlField
                                        ? ControlFieldImpl.class
                                        : DataFieldImpl.class,
                                field.getClass());
                    }
                });
    }

    private static Object copied(Object object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
            out.flush();
            return new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))
                    .readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void valuesAreUnicodeAndTheLeaderSaysSo() {
        Record record = Samples.lazy(Samples.marc8());
        assertEquals('a', record.getLeader().getCharCodingScheme());
        List<VariableField> found = new ArrayList<>(record.find("245", "^E\u0301te\u0301$"));
        assertEquals(1, found.size());
        assertNotSame(record.getLeader(), Samples.lazy(Samples.marc8()).getLeader());
    }
}

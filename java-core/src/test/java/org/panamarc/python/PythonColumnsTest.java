package org.panamarc.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

class PythonColumnsTest {
    private static final byte[] INPUT =
            Bytes.concat(
                    new RecordBuilder()
                            .field("001", "one")
                            .field("245", "10$aA$bB$cC")
                            .field("650", " 0$aX$xY")
                            .field("650", " 1$aZ")
                            .build(),
                    new RecordBuilder().build(),
                    new RecordBuilder()
                            .field("001", "")
                            .field("245", "00$b\u00E9$c\u65E5")
                            .field("245", "00$aSecond")
                            .build());

    private final Arena arena = Arena.ofConfined();
    private final ByteBuffer target = ByteBuffer.allocateDirect(1000);
    private MemorySegment batch = MemorySegment.NULL;
    private int length;

    /** Packs records into native memory, as Python's bytes are. */
    private void pack(byte[] input) throws IOException {
        PythonMemory memory = new PythonMemory(input.length);
        memory.part(0).put(input);
        try (PythonReader reader =
                PythonReader.memory(
                        memory,
                        "name",
                        new PythonOptions(
                                "recover", false, "record", null, null, "none", false, 1, "", ""),
                        1)) {
            batch = arena.allocate(10_000 + 2L * input.length, 8);
            length = (int) reader.fill(batch.asByteBuffer(), 0, 100, 1 << 20);
            assertTrue(length > 0, "a batch");
        }
    }

    @BeforeEach
    void packRecords() throws IOException {
        pack(INPUT);
    }

    @AfterEach
    void free() {
        arena.close();
    }

    private long fill(String spec, boolean all) {
        return PythonColumns.fill(batch.address(), length, spec, all, target);
    }

    /** The text in the target; {@code ;} for 0x1D and {@code |} for 0x1E. */
    private String text(long status) {
        if (status == PythonColumns.EMPTY) {
            return "";
        }
        assertTrue(status > 0, () -> "status " + status);
        byte[] text = new byte[(int) status];
        target.get(0, text);
        return new String(text, StandardCharsets.UTF_8)
                .replace('\u001D', ';')
                .replace('\u001E', '|');
    }

    @ParameterizedTest
    @CsvSource({
        "001, one;|;",
        "245$a, A;|;Second",
        "245$b, B;|;\u00E9",
        "245, A B C;|;\u00E9 \u65E5",
        "650$x, Y;|;|",
        "999, |;|;|",
        "LDR/6, a;a;a",
        "001/1, n;|;|",
    })
    void theFirstValueOfEachRecordOrAMarkThatThereIsNone(String spec, String expected) {
        assertEquals(expected, text(fill(spec, false)));
    }

    /** The number of values of each record as digits, then all values. */
    private String counted(int records, long status) {
        String text = text(status);
        StringBuilder counts = new StringBuilder();
        text.chars().limit(records).forEach(counts::append);
        return counts + ":" + text.substring(records);
    }

    @ParameterizedTest
    @CsvSource({
        "001, 101:one||",
        "245$a, 101:A|Second|",
        "245$ab, 202:A|B|\u00E9|Second|",
        "650, 200:X Y|Z|",
        "650$ax, 300:X|Y|Z|",
        "999, 000:",
        "LDR/6, 111:a|a|a|",
    })
    void howManyValuesEachRecordHasThenAllOfThem(String spec, String expected) {
        assertEquals(expected, counted(3, fill(spec, true)));
    }

    @Test
    void fieldsComeWithAllBytesBetweenTerminators() {
        assertEquals(
                "200: 0\u001FaX\u001FxY| 1\u001FaZ|",
                counted(3, PythonColumns.fields(batch.address(), length, "650", target)));
        assertEquals(
                "000:", counted(3, PythonColumns.fields(batch.address(), length, "24x", target)));
    }

    @Test
    void aTitleIsSubfieldsAAndBOfTheFirstField() throws IOException {
        assertEquals("A B;|;|", text(PythonColumns.titles(batch.address(), length, target)));
        byte[] titles = new byte[0];
        for (String title :
                new String[] {
                    "$aA", "$bB$aA", "$aA$b", "$a$bB", "$a", "$aA$b\u00E9$aC$bD", "$cC", ""
                }) {
            titles = Bytes.concat(titles, new RecordBuilder().field("245", "10" + title).build());
        }
        pack(titles);
        assertEquals(
                "A;A B;A;;;A \u00E9;|;|",
                text(PythonColumns.titles(batch.address(), length, target)));
    }

    @Test
    void anEmptyTextIsNoFailure() throws IOException {
        pack(new RecordBuilder().field("001", "").build());
        assertEquals(PythonColumns.EMPTY, fill("001", false));
        assertEquals("0:", counted(1, fill("999", true)));
        assertEquals("|", text(fill("999", false)));
    }

    @Test
    void moreValuesThanACharacterStatesAreLeftToPython() throws IOException {
        int most = 0xD7FF; // U+D800 is no character
        pack(new RecordBuilder().field("245", "10" + "$a".repeat(most)).build());
        assertEquals(3 + most, -fill("245$a", true));
        pack(new RecordBuilder().field("245", "10" + "$a".repeat(most + 1)).build());
        assertEquals(PythonColumns.FAILED, fill("245$a", true));
        assertEquals("", text(fill("245$a", false)));
    }

    @Test
    void aValueThatHoldsATerminatorIsLeftToPython() throws IOException {
        for (int terminator : new int[] {0x1D, 0x1E}) {
            byte[] value = Bytes.concat(Bytes.latin1("10\u001Fax"), Bytes.of(terminator, 'y'));
            pack(
                    Bytes.concat(
                            new RecordBuilder().field("245", value).field("500", "  $aok").build(),
                            RecordBuilder.numbered(1)));
            assertEquals(PythonColumns.FAILED, fill("245", false));
            assertEquals(PythonColumns.FAILED, fill("245$a", true));
            assertEquals(
                    PythonColumns.FAILED,
                    PythonColumns.fields(batch.address(), length, "245", target));
            assertEquals(
                    PythonColumns.FAILED, PythonColumns.titles(batch.address(), length, target));
            assertEquals("ok;|", text(fill("500$a", false)));
        }
    }

    @Test
    void aTextThatDoesNotFitStatesTheSizeItNeeds() {
        ByteBuffer small = ByteBuffer.allocateDirect(2);
        long status = PythonColumns.fill(batch.address(), length, "245$a", false, small);
        assertTrue(status <= -64, () -> "status " + status);
        ByteBuffer larger = ByteBuffer.allocateDirect((int) -status);
        assertEquals(10, PythonColumns.fill(batch.address(), length, "245$a", false, larger));
    }

    @Test
    void codesOfSeveralBytesLeaveTheTextWellFormed() throws IOException {
        pack(new RecordBuilder().field("245", "10$\u00E9One$aTwo").build());
        assertEquals("One Two", text(fill("245", false)));
    }

    @Test
    void whatIsNoSpecIsAnError() {
        assertEquals(
                "24: position 2: found the end, expected a tag: three letters, digits or \".\"",
                assertThrows(IllegalArgumentException.class, () -> fill("24", true)).getMessage());
    }

    @Test
    void theBatchMayBeOnAnyThreadAndOfAnySize() throws Exception {
        try (Arena shared = Arena.ofShared()) {
            MemorySegment copy = shared.allocate(length, 8).copyFrom(batch.asSlice(0, length));
            AtomicReference<String> found = new AtomicReference<>();
            Thread thread =
                    Thread.ofPlatform()
                            .start(() -> {
                                PythonColumns.fill(copy.address(), length, "001", false, target);
                                found.set(
                                        text(
                                                PythonColumns.fill(
                                                        copy.address(),
                                                        length,
                                                        "245$a",
                                                        false,
                                                        target)));
                            });
            thread.join();
            assertEquals("A;|;Second", found.get());
        }
        // A smaller batch after a larger one on the same thread.
        assertEquals("A;|;Second", text(fill("245$a", false)));
        pack(new RecordBuilder().field("245", "10$aX").build());
        assertEquals("X", text(fill("245$a", false)));
    }
}

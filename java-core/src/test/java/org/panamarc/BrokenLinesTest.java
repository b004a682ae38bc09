package org.panamarc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats in which a field is a line: lines that are missing, cut, or none of the format. */
class BrokenLinesTest {
    private static final String MRK = "=LDR  00000nam\\a2200000\\a\\4500\n";
    private static final String LINE = "00000nam a2200000 a 4500\n";
    private static final String ALEPH = "000000001 LDR   L 00000nam^a2200000^a^4500\n";

    /** Records as their fields, a leader that is not the usual one, and defects after them. */
    private static List<String> read(@Nullable MarcFormat format, String input) throws IOException {
        List<String> found = new ArrayList<>();
        try (MarcReader reader =
                MarcReader.of(input.getBytes(UTF_8), ReadOptions.DEFAULT.withFormat(format))) {
            while (true) {
                try {
                    RecordBatch batch = reader.readBatch();
                    if (batch.isEmpty()) {
                        break;
                    }
                    batch.forEach(record -> describe(record, found));
                } catch (MarcFormatException e) {
                    found.add("! " + String.valueOf(e.getMessage()).replace("<bytes>: ", ""));
                }
            }
            reader.skipped()
                    .forEach(skip -> found.add(skip.span().length() + " " + skip.reason().text()));
        }
        return found;
    }

    private static void describe(MarcRecord record, List<String> found) {
        List<String> lines = new ArrayList<>(record.toString().strip().lines().toList());
        String leader = lines.removeFirst();
        if (!leader.substring(11).equals("nam a22" + leader.substring(18, 23) + " a 4500")) {
            found.add(leader.substring(6));
        }
        found.add(String.join(" ", lines));
        record.defects().forEach(defect -> found.add("* " + defect.message()));
    }

    private static Arguments mrk(String input, String... expected) {
        return Arguments.of(MarcFormat.MARC_MAKER, input, List.of(expected));
    }

    private static Arguments line(String input, String... expected) {
        return Arguments.of(MarcFormat.LINE, input, List.of(expected));
    }

    private static Arguments aleph(String input, String... expected) {
        return Arguments.of(MarcFormat.ALEPH, input, List.of(expected));
    }

    private static Arguments catalogue(String input, String... expected) {
        return Arguments.of(MarcFormat.CATALOGUE, input, List.of(expected));
    }

    /** One record in the forms that catalogues show it in. */
    static Stream<String> catalogues() {
        String leader = "LEADER 00000nam a2200000 a 4500\n";
        String head = leader + "001 x1\n008 a  b\n";
        String heading = "\nLDR   00000nam a2200000 a 4500\r\n\r\n";
        return Stream.of(
                head + "100 1  $a Doe $d 1.\n245 10 $a A 5 b. $c 5\n650  0 $a Dogs\n",
                head + "100 1 $aDoe$d1.\n245 10 $aA 5 b.$c5\n650  0$aDogs\n",
                head + "1001 |aDoe|d1.\n24510|aA 5 b.|c5\n650 0|aDogs\n",
                head + "100 1_ |a Doe |d 1.\n245 10 |a A 5 b. |c 5\n650 _0 |a Dogs\n",
                head
                        + "100 1# \u2021aDoe\u2021d1.\n245 10\u2021aA 5 b.\u2021c5\n650 #0 \u2021aDogs\n",
                head
                        + "1001\\ \u01C2aDoe\u01C2d1.\n245 1 0 \u01C2aA 5 b.\u01C2c5\n650 \\0 \u01C2aDogs\n",
                head.replace(" x", "\t\t\tx").replace("R ", "R\t").replace("8 ", "8\t\t\t")
                        + "100\t1\t\t|a Doe |d 1.\n245\t1\t0\t|a A 5 b. |c 5\n650\t\t0\t|a Dogs\n",
                heading
                        + "001  x1\r\n008  a  b\r\n100 1  Doe|d1.\r\n"
                        + "245 10 A 5 b.|c5\r\n650  0 Dogs\r\n");
    }

    @ParameterizedTest
    @MethodSource("catalogues")
    void aRecordIsTheSameHoweverACatalogueShowsIt(String input) throws IOException {
        String record =
                "=001  x1 =008  a  b =100  1\\$aDoe$d1. =245  10$aA 5 b.$c5 =650  \\0$aDogs";
        assertEquals(List.of(record), read(null, input));
        assertEquals(List.of(record, record), read(null, input + "\n" + input));
    }

    @Test
    void otherDollarsAreTextWhereADelimiterIsABarOrHasBlanks() throws IOException {
        assertEquals(
                List.of("=020  \\\\$a1$c$5.00 =500  \\\\$a$5"),
                read(null, "LEADER 00000nam a2200000 a 4500\n020    $a 1 $c $5.00\n500 __|a$5\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LEADER of the pack\n001 x\n245 10 $a Title\n",
                "001 x\nsome text\n245 10 $a Title $b b\n246 1  $a T\n",
                "100|a|b\n200|c|d\n245|e|f\n",
                "100 1|a|b\n200 2|c|d\n300 1|e|f\n"
            })
    void whatMayBeSomethingElseThanACatalogueGivesNoRecord(String input) throws IOException {
        assertEquals(List.of(input.length() + " no leader"), read(null, input));
    }

    @Test
    void aCatalogueIsRecognisedByALeaderAfterOtherLinesOrAlone() throws IOException {
        String leader = "LEADER 00000nam a2200000 a 4500";
        assertEquals(List.of(""), read(null, leader));
        assertEquals(
                List.of(
                        "=001  x1",
                        "* line 1 does not begin as a field does, with a tag, indicators and a subfield; it is not read: Record 1 of 1"),
                read(null, "Record 1 of 1\n\n" + leader + "\n001 x1\n"));
    }

    @Test
    void aCatalogueIsRecognisedWithoutALeader() throws IOException {
        assertEquals(
                List.of(
                        "00083     2200061   4500",
                        "=001  x =245  10$aTitle$bb =246  1\\$aT",
                        "* the record has no leader; it is given a blank one"),
                read(null, "001 x\n245 10 $a Title $b b\n246 1  $a T\n"));
    }

    static Stream<Arguments> inputs() {
        return Stream.of(
                mrk(MRK + "=245  10$aTitle", "=245  10$aTitle"),
                mrk(
                        MRK + "=24\n=245  10$aTitle\n",
                        "=245  10$aTitle",
                        "* line 2 does not begin as a field does, with = and a tag; it is not read: =24"),
                mrk(
                        "=245  10$aTitle\n\n" + MRK + "=001  x\n",
                        "00048     2200037   4500",
                        "=245  10$aTitle",
                        "* the record has no leader; it is given a blank one",
                        "=001  x"),
                mrk(
                        MRK + "=245 10$aTitle\n=246\n=247  \n=248  1\n=249  1$\n=250  $aEd\n",
                        "=245  10$aTitle =246   =247   =248  1 =249  1 =250  $aEd",
                        "* 5 of 6 data fields do not begin with two indicators and a subfield delimiter; the first begins with ''",
                        "* subfield delimiters 0x1F without a subfield code after them: 1; no subfield is read there"),
                mrk(
                        "=LDR  short\n=001  x\n",
                        "00040     2200037   4500",
                        "=001  x",
                        "* the leader has 5 characters, expected 24; it is read as 'short                   '"),
                mrk(
                        "=LDR\n=001  x\n",
                        "00040     2200037   4500",
                        "=001  x",
                        "* the leader has 0 characters, expected 24; it is read as '                        '"),
                mrk(
                        "=LDR  000000000000000000000000000000\n=001  x\n",
                        "000400000022000370004500",
                        "=001  x",
                        "* the leader has 30 characters, expected 24; it is read as '000000000000000000000000'"),
                mrk(MRK + "=000  10$aWomack,\\J.P.$\n=001  1\n", "=000  10$aWomack, J.P.$ =001  1"),
                mrk(
                        MRK.replace("LDR", "000") + "=001  1\n" + MRK.replace("LDR", "000"),
                        "=001  1",
                        ""),
                mrk(
                        MRK
                                + "=001  \u200F1\u200E\n=003  \u200F2\u200F\n=880  \u200E10\u200F$\u200F6\u200E245-01/r\u200E$a\u200Fa\u200Fb\u200E\u200F$c\u200Ec\n",
                        "=001  1 =003  \u200F2\u200F =880  10$6245-01/r$aa\u200Fb$cc"),
                mrk(
                        MRK
                                + "=880  10$6245-01/r\u200F$a\u200Fa\u200F$b\u200Eb$c\u200Fc\u200E$d\u200E\n",
                        "=880  10$6245-01/r\u200F$a\u200Fa\u200F$b\u200Eb$cc$d"),
                mrk(MRK + MRK + "=001  x\n", "", "=001  x"),
                mrk(
                        MRK + "=2\u00e95  10$aTitle\n=24 5 $aX\n=  \n",
                        "=2\u00E95  10$aTitle =24   5\\$aX =",
                        "* line 4 does not begin as a field does, with = and a tag; it is read as part of the field before",
                        "* 2 of 2 tags are not three characters from 0-9 and A-Z; the first is '2\u00E95'"),
                mrk(MRK + "=001\n=005  \\\\\\\n=008  a$b\n", "=001   =005      =008  a$b"),
                mrk(
                        "junk\nmore junk\n" + MRK + "=001  x\n",
                        "=001  x",
                        "* line 1 does not begin as a field does, with = and a tag; it is not read: junk",
                        "* line 2 does not begin as a field does, with = and a tag; it is not read: more junk"),
                mrk(
                        MRK + "=001  x\n\njunk\n\nmore\n",
                        "=001  x",
                        "! record 2 at byte 40: line 4 does not begin as a field does, with = and a tag; it is not read: junk",
                        "11 not read"),
                mrk(
                        "junk\n",
                        "! record 1 at byte 0: line 1 does not begin as a field does, with = and a tag; it is not read: junk",
                        "5 not read"),
                mrk("\n \n", "3 MARCMaker text"),
                mrk(
                        MRK + "=245  10$aTitle\n$bmore\n  text $c\n",
                        "=245  10$aTitle $bmore   text $c",
                        "* line 3 does not begin as a field does, with = and a tag; it is read as part of the field before",
                        "* line 4 does not begin as a field does, with = and a tag; it is read as part of the field before"),
                mrk(MRK + "=245  10$a{}{dollar\n", "=245  10$a{}{dollar"),
                line(
                        "245 10 $a Title\n",
                        "00048     2200037   4500",
                        "=245  10$aTitle",
                        "* the record has no leader; it is given a blank one"),
                line(
                        LINE + "24 10 $a Title\n001 x\n",
                        "=001  x",
                        "* line 2 does not begin as a field does, with a tag and a blank; it is not read: 24 10 $a Title"),
                line(
                        LINE + "245\n246 \n247 1\n248 10\n249 10 $\n250 10 $a\n251 $a X\n",
                        "=246   =247  1 =248  10 =249  10 $ =250  10$a =251  $a X",
                        "* line 2 does not begin as a field does, with a tag and a blank; it is not read: 245",
                        "* 5 of 6 data fields do not begin with two indicators and a subfield delimiter; the first begins with ''"),
                line(LINE + "001 x\n" + LINE + "001 y\n", "=001  x", "=001  y"),
                line(
                        "0000nam\n001 x\n\n" + LINE + "001 y\n",
                        "00040am   2200037   4500",
                        "=001  x",
                        "* the leader has 7 characters, expected 24; it is read as '0000nam                 '",
                        "=001  y"),
                line(
                        "junk\n001 x\n",
                        "00040     2200037   4500",
                        "=001  x",
                        "* the leader has 4 characters, expected 24; it is read as 'junk                    '"),
                line(
                        LINE + "520    $a One\ntwo three\n  $b four\n",
                        "=520  \\\\$aOne =two  three \\$bfour",
                        "* line 4 does not begin as a field does, with a tag and a blank; it is read as part of the field before",
                        "* 1 of 2 tags are not three characters from 0-9 and A-Z; the first is 'two'",
                        "* 1 of 2 data fields do not begin with two indicators and a subfield delimiter; the first begins with 'thr'"),
                aleph(
                        ALEPH + "000000001 24510 L $$aTitle\njunk\n\n000000001 300   L $$aP\n",
                        "=001  000000001 =245  10$aTitle =300  \\\\$aP",
                        "* line 3 does not begin as a field of Aleph does, with number, tag and indicators; it is not read: junk"),
                aleph(
                        ALEPH
                                + "000000001 24510 L\n000000001 246 \n000000001 24710 L Title\n000000001 24810 L T$$aU$$\n",
                        "=001  000000001 =245  10 =247  10Title =248  10T$aU",
                        "* line 3 does not begin as a field of Aleph does, with number, tag and indicators; it is not read: 000000001 246 ",
                        "* the data field has no subfields, expected one at least; its value '10Title' is read as that of a control field",
                        "* 3 of 3 data fields do not begin with two indicators and a subfield delimiter; the first begins with '10'",
                        "* subfield delimiters 0x1F without a subfield code after them: 1; no subfield is read there"),
                aleph(
                        ALEPH + "00000001 24510 L $$aTitle\n000000001 24510 K $$aTitle\n",
                        "=001  000000001 =245  10$aTitle",
                        "* line 2 does not begin as a field of Aleph does, with number, tag and indicators; it is not read: 00000001 24510 L $$aTitle"),
                aleph(
                        ALEPH.replace(" L ", " X ")
                                + "000000001 008   # 20^x\n000000001 24510 \u05D0 $$aTitle\n"
                                + "000000001 300     $$aP\n000000001 500   $$aN\n000000001 501 1 $$aM\n",
                        "=001  000000001 =008  20 x =245  10$aTitle =300  \\\\$aP =500  \\\\$aN =501  \\1$aM"),
                aleph(
                        ALEPH.replace(" L ", " ")
                                + "000000001 001   x1\n000000001 24510 $$aTitle\n",
                        "=001  x1 =245  10$aTitle"),
                aleph(
                        ALEPH.replace("000000001", "123456789012345678")
                                + "123456789012345678 24510 L $$aTitle\n"
                                + "123456789012345679 24510 L $$aU\n",
                        "=001  123456789012345678 =245  10$aTitle",
                        "00075     2200049   4500",
                        "=001  123456789012345679 =245  10$aU",
                        "* the record has no leader; it is given a blank one"),
                aleph(
                        "1234567890123456789 24510 L $$aTitle\n",
                        "! record 1 at byte 0: line 1 does not begin as a field of Aleph does, with number, tag and indicators; it is not read: 1234567890123456789 24510 L $$aTitle",
                        "37 not read"),
                aleph(
                        ALEPH + "000000002 24510 L $$aTitle\n000000001 24510 L $$aTitle\n",
                        "=001  000000001",
                        "00070     2200049   4500",
                        "=001  000000002 =245  10$aTitle",
                        "* the record has no leader; it is given a blank one",
                        "00070     2200049   4500",
                        "=001  000000001 =245  10$aTitle",
                        "* the record has no leader; it is given a blank one"),
                aleph(
                        "junk\n" + ALEPH,
                        "=001  000000001",
                        "* line 1 does not begin as a field of Aleph does, with number, tag and indicators; it is not read: junk"),
                aleph(
                        "junk\n\nother\n",
                        "! record 1 at byte 0: line 1 does not begin as a field of Aleph does, with number, tag and indicators; it is not read: junk",
                        "12 not read"),
                catalogue(
                        "x\nLEADER 00000nam a2200000 a 4500\n245 10 |aTitle\n       more|bb\n500    x\n\n001 x\nLDR short\n",
                        "=245  10$aTitle        more$bb =500  \\\\$ax =001  x",
                        "* line 1 does not begin as a field does, with a tag, indicators and a subfield; it is not read: x",
                        "* line 4 does not begin as a field does, with a tag, indicators and a subfield; it is read as part of the field before",
                        "00026     2200025   4500",
                        "",
                        "* the leader has 5 characters, expected 24; it is read as 'short                   '"),
                catalogue(
                        "001 1\n245 10 $a T\n001 2\n\n001 3\n",
                        "00058     2200049   4500",
                        "=001  1 =245  10$aT",
                        "* the record has no leader; it is given a blank one",
                        "00040     2200037   4500",
                        "=001  2",
                        "* the record has no leader; it is given a blank one",
                        "00040     2200037   4500",
                        "=001  3",
                        "* the record has no leader; it is given a blank one"),
                catalogue(
                        "245 1 0 7 $a T\n",
                        "! record 1 at byte 0: line 1 does not begin as a field does, with a tag, indicators and a subfield; it is not read: 245 1 0 7 $a T",
                        "15 not read"),
                aleph(
                        "000000001 LDR   L short\n000000001 001   L x\n",
                        "00040     2200037   4500",
                        "=001  x",
                        "* the leader has 5 characters, expected 24; it is read as 'short                   '"));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void readableLinesAreReadAndTheRestIsReported(
            MarcFormat format, String input, List<String> expected) throws IOException {
        assertEquals(expected, read(format, input));
    }
}

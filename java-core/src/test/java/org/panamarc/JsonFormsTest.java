package org.panamarc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.fuzz.FormatCheck;

/** Records in JSON other than plain MARC-in-JSON: in envelopes, and with fields in other forms. */
class JsonFormsTest {
    private static final String LEADER = "'leader':'00000nam a2200000 a 4500'";
    private static final String RECORD =
            "{"
                    + LEADER
                    + ",'fields':[{'001':'1'},{'245':{'ind1':'1','ind2':'0','subfields':[{'a':'T'},{'b':'U'}]}}]}";
    private static final String FIELDS = "=001  1 =245  10$aT$bU";

    /** JSON with its quotes. */
    private static String json(String text) {
        return text.replace('\'', '"');
    }

    /** JSON as a string of JSON. */
    private static String string(String text) {
        return "'"
                + json(text).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
                + "'";
    }

    /**
     * Records as their fields, their defects, what is thrown, and the reasons for what is skipped.
     */
    private static List<String> read(String text) throws IOException {
        return read(text, ErrorPolicy.RECOVER);
    }

    private static List<String> read(String text, ErrorPolicy onError) throws IOException {
        byte[] input = json(text).getBytes(UTF_8);
        for (int atOnce = 1; atOnce < 50; atOnce = atOnce * 2 + 1) {
            FormatCheck.everyByteIsAccountedFor(input, MarcFormat.JSON, atOnce);
        }
        List<String> found = new ArrayList<>();
        try (MarcReader reader = MarcReader.of(input, ReadOptions.DEFAULT.withOnError(onError))) {
            while (true) {
                try {
                    RecordBatch batch = reader.readBatch();
                    if (batch.isEmpty()) {
                        break;
                    }
                    for (MarcRecord record : batch) {
                        List<String> lines = record.toString().strip().lines().toList();
                        found.add(String.join(" ", lines.subList(1, lines.size())));
                        record.defects().forEach(defect -> found.add("* " + defect.message()));
                    }
                } catch (MarcFormatException e) {
                    found.add("! " + String.valueOf(e.getMessage()).replace("<bytes>: ", ""));
                }
            }
            reader.skipped().stream()
                    .filter(range -> range.reason() != SkippedRange.Reason.FILLER)
                    .forEach(range ->
                            found.add(range.span().length() + " " + range.reason().text()));
        }
        return found;
    }

    static Stream<Arguments> envelopes() {
        String raw = "'rawRecord':{'content':" + string(RECORD) + "}";
        return Stream.of(
                Arguments.of(1, "{'id':'1','parsedRecord':{'content':" + RECORD + "},'more':{}}"),
                Arguments.of(1, "{'parsedRecord':{'content':" + string(RECORD) + "}}\n"),
                Arguments.of(1, string(RECORD)),
                Arguments.of(2, "{'a':[" + string(" [" + RECORD + ",\n" + RECORD + "] \n") + "]}"),
                Arguments.of(1, "{'a':" + string("{'b':" + string(RECORD) + "}") + "}"),
                Arguments.of(1, "{" + raw + ",'parsedRecord':{'content':" + RECORD + "}}"),
                Arguments.of(1, "{'parsedRecord':{'content':" + RECORD + "}," + raw + "}"),
                Arguments.of(2, ("{" + raw + ",'errorRecord':{'content':'no'}}\n").repeat(2)),
                Arguments.of(2, "{'total':2,'list':[1,null,[" + RECORD + "]," + RECORD + "]}"),
                Arguments.of(
                        2, ("{'index':{'_index':'marc','_id':'1'}}\n" + RECORD + "\n").repeat(2)),
                Arguments.of(1, "{'hits':[{'fields':{'ddc':['1']},'_source':" + RECORD + "},{}]}"),
                Arguments.of(1, "{'fields':[{'name':'leader','value':" + RECORD + "}]}"),
                Arguments.of(1, "{'fields':[[" + RECORD + "],[]]}"),
                Arguments.of(1, "{'leader':'me','record':[{'data':" + RECORD + "}]}"),
                Arguments.of(2, ("\u001E" + RECORD + "\n").repeat(2)),
                Arguments.of(2, "\uFEFF\u001E\n" + RECORD + "\u001E" + RECORD));
    }

    @ParameterizedTest
    @MethodSource("envelopes")
    void aRecordIsFoundHoweverDeepItIs(int records, String text) throws IOException {
        assertEquals(Collections.nCopies(records, FIELDS), read(text));
    }

    static Stream<String> forms() {
        String xml = "'controlfield':%s,'datafield':%s}";
        String title = "'ind1':'1','ind2':'0','subfield%s':%s";
        String described = "{'tag':'245'," + title + "}";
        String pairs = "[['a','T'],['b','U']]";
        String object = "{'a':'T','b':'U'}";
        String codes = "[{'code':'a','%1$s':'T'},{'code':'b','%1$s':'U'}]";
        String js = "[{'_':'T','$':{'code':'a'}},{'$':{'code':'b'},'_':'U'}]";
        String fish = "[{'@code':'a','$':'T'},{'@code':'b','$':'U'}]";
        String keyed = "{" + LEADER + ",'fields':[{'001':'1'},{'245':%s}]}";
        String hash = "[['001','1'],['245','1','0'," + pairs + "]]";
        return Stream.of(
                "{'type':'marc-hash','version':[1,0]," + LEADER + ",'fields':" + hash + "}",
                "[{'fields':" + hash + "," + LEADER + "}]",
                "{'record':{'@xmlns':'x',"
                        + LEADER
                        + ","
                        + xml.formatted(
                                "{'@tag':'001','#text':'1'}",
                                described
                                        .formatted("", codes.formatted("#text"))
                                        .replace("'tag'", "'@tag'")
                                        .replace("'ind", "'@ind")
                                        .replace("'code", "'@code"))
                        + "}",
                "{'collection':{'record':[{"
                        + LEADER.replace(":'", ":['")
                        + "],"
                        + xml.formatted(
                                "[{'_':'1','$':{'tag':'001'}}]",
                                "[{'$':{'tag':'245','ind1':'1','ind2':'0'},'subfield':" + js + "}]")
                        + "]}}",
                "{'m:record':{"
                        + LEADER.replace("'leader':", "'m:leader':{'$':")
                        + "},"
                        + xml.replace("'c", "'m:c")
                                .replace("'d", "'m:d")
                                .formatted(
                                        "{'@tag':'001','$':'1'}",
                                        "{'@tag':'245','@ind1':'1','@ind2':'0','m:subfield':"
                                                + fish
                                                + "}")
                        + "}",
                "{"
                        + LEADER
                        + ","
                        + xml.formatted(
                                "[{'tag':'001','data':'1'}]",
                                "[{'tag':'245','ind':'10','subfield':"
                                        + codes.formatted("data")
                                        + "}]"),
                "{"
                        + LEADER
                        + ",'varFields':[{'fieldTag':'o','marcTag':'001','content':'1'},"
                        + described
                                .formatted("s", codes.formatted("content"))
                                .replace("{'tag'", "{'fieldTag':'t','marcTag'")
                                .replace("'code'", "'tag'")
                        + "]}",
                "{"
                        + LEADER
                        + ",'fields':[{'tag':'001','value':'1'},"
                        + described.formatted("s", codes.formatted("value"))
                        + "]}",
                "{'fields':[{'tag':'001','data':'1'},{'tag':'245','indicators':['1','0'],'subfields':"
                        + object
                        + "}],"
                        + LEADER
                        + "}",
                "{"
                        + LEADER
                        + ",'fields':{'001':'1','245':[{"
                        + title.formatted("s", object)
                        + "}]}}",
                "{'fields':{'001':'1','245':{"
                        + title.formatted("s", object)
                        + "}},"
                        + LEADER
                        + "}",
                keyed.formatted("{" + title.formatted("s", object) + "}"),
                keyed.formatted("{" + title.formatted("s", pairs) + "}"),
                keyed.formatted("{" + title.formatted("s", codes.formatted("value")) + "}"),
                keyed.formatted("['1','0'," + pairs + "]"),
                keyed.formatted("{'ind1':'1','ind2':'0','a':'T','b':['U']}"),
                keyed.formatted("{'subfields':{'a':['T'],'b':'U'},'ind2':'0','ind1':'1'}"),
                "{'record':[['LDR',null,null,'_','00000nam a2200000 a 4500'],['001',null,null,'_','1'],"
                        + "['245','1','0','a','T','b','U']]}",
                "{'fields':[{'LDR':'00000nam a2200000 a 4500'},{'001':'1'},{'245':["
                        + "{"
                        + title.formatted("s", "[{'a':'T','b':'U'}]")
                        + "}]}]}");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void fieldsAreReadInAllTheirForms(String text) throws IOException {
        assertEquals(List.of(FIELDS), read(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'type':'record','fields':[{'name':'a','type':'string'}]}",
                "{'fields':[{'KEY':'x'}]}",
                "{'fields':[{'tag':'x'}]}",
                "{'fields':[]}",
                "{'fields':{}}",
                "{'fields':null,'leader':null}",
                "{'fields':'none','leader':['x','y']}",
                "[{'leader':'Smith','team':[{'leader':'Jones'},[],1,null]}]",
                "{'mappings':{'leader':{'type':'text'},'fields':{'properties':{'001':{}}}}}"
            })
    void anObjectWithoutLeaderAndFieldsIsNoRecord(String text) throws IOException {
        assertEquals(List.of(text.length() + " JSON"), read(text));
    }

    static Stream<Arguments> oddValues() {
        return Stream.of(
                values(
                        "{'500':{'ind1':'','ind2':null,'subfields':[{'ab':'N'},{'':'R'},{'a':null}]}}",
                        "=500  \\\\$aN$ R$a",
                        "line 1: found null where MARC-in-JSON has a string; it is read as empty",
                        "2 indicators are not one character; the first, indicator 1, is empty and is read as a blank",
                        "2 subfield codes are not one character; the first is 'ab' and is read as 'a'"),
                values(
                        "{'500':{'ind1':'12','ind2':'0','subfields':[{'a':'x'}]}}",
                        "=500  10$ax",
                        "1 indicator is not one character; the first, indicator 1, is '12' and is read as '1'"),
                values(
                        "['500',null,null,[['a','x']]]",
                        "=500  \\\\$ax",
                        "2 indicators are not one character; the first, indicator 1, is missing and is read as a blank"),
                values(
                        "{'001':null},['003',null],{'tag':'005','data':7}",
                        "=001   =003   =005  7",
                        "line 1: found null where MARC-in-JSON has a string; it is read as empty",
                        "line 1: found null where MARC-in-JSON has a string; it is read as empty",
                        "line 1: found 7 where MARC-in-JSON has a string; it is read as one"),
                values(
                        "{'data':'x'},['001'],['001','1',{}],{'tag':'001','data':{'b':1}}",
                        "",
                        "line 1: found an object without a tag where MARC-in-JSON has none; it is not read",
                        "line 1: found an array where MARC-in-JSON has none; it is not read",
                        "line 1: found an array of 3 values under the tag 001 where MARC-in-JSON has none; it is not read",
                        "line 1: found an object where MARC-in-JSON has none; it is not read"),
                values(
                        "{'tag':'500','ind':'1','subfields':[7,[1],['a',{'b':[]}]],'own':1}",
                        "=500  1\\",
                        "line 1: found a member own where MARC-in-JSON has none; it is not read",
                        "line 1: found 7 where MARC-in-JSON has none; it is not read",
                        "line 1: found an array of 1 values where MARC-in-JSON has none; it is not read",
                        "line 1: found an object where MARC-in-JSON has none; it is not read",
                        "1 indicator is not one character; the first, indicator 2, is missing and is read as a blank",
                        "1 of 1 data fields do not begin with two indicators and a subfield delimiter; the first begins with '1 '"),
                values(
                        "{'500':{'own':{},'subfields':[{'a':{'b':[]}},{'a':'x'}],'other':'y'}}",
                        "=500  \\\\$ax",
                        "line 1: found a member own where MARC-in-JSON has none; it is not read",
                        "line 1: found an object where MARC-in-JSON has none; it is not read",
                        "line 1: found a member other where MARC-in-JSON has none; it is not read"),
                values(
                        "{'001':['1','2']},{'500':[{'a':'x'},[{'a':'y'}]]}",
                        "=001  1 =001  2 =500  \\\\$ax =500  \\\\$ay",
                        "4 indicators are not one character; the first, indicator 1, is missing and is read as a blank"));
    }

    private static Arguments values(String fields, String read, String... defects) {
        List<String> expected = new ArrayList<>(List.of(read));
        Stream.of(defects).map(defect -> "* " + defect).forEach(expected::add);
        return Arguments.of("{" + LEADER + ",'fields':[" + fields + "]}", expected);
    }

    @ParameterizedTest
    @MethodSource("oddValues")
    void oddValuesAreReadOrReported(String text, List<String> expected) throws IOException {
        assertEquals(expected, read(text));
    }

    @Test
    void aLeaderWithoutFieldsIsReported() throws IOException {
        assertEquals(
                List.of("", "* line 1: the object has a leader, but no fields that can be read"),
                read("{" + LEADER + ",'field':[{'001':'1'}]}"));
    }

    @Test
    void aBrokenTextCostsNoOtherText() throws IOException {
        assertEquals(
                List.of(FIELDS, FIELDS, "53 malformed"),
                read("\u001E" + RECORD + "\n\u001E" + RECORD.substring(0, 50) + "\u001E" + RECORD));
        assertEquals(
                List.of(FIELDS, "67 malformed"),
                read("{'content':" + string(RECORD.substring(0, 48)) + "}\n" + RECORD));
    }

    @Test
    void malformedJsonIsThrownUnderRaise() throws IOException {
        assertEquals(
                List.of(
                        FIELDS,
                        "! record 2 at byte 127: malformed JSON at line 2, column 52: Unexpected end-of-input in property name",
                        FIELDS,
                        "53 malformed"),
                read(
                        "\u001E"
                                + RECORD
                                + "\n\u001E"
                                + RECORD.substring(0, 50)
                                + "\u001E"
                                + RECORD,
                        ErrorPolicy.RAISE));
        assertEquals(
                List.of(
                        "! record 1 at byte 0: in a string at line 1: malformed JSON at line 1, column 49: Unexpected end-of-input: expected close marker for Object",
                        FIELDS,
                        "67 malformed"),
                read(
                        "{'content':" + string(RECORD.substring(0, 48)) + "}\n" + RECORD,
                        ErrorPolicy.RAISE));
        assertEquals(
                List.of(
                        FIELDS,
                        "! record 2 at byte 127: malformed JSON at line 1, column 139: Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value",
                        FIELDS,
                        "14 malformed"),
                read("[" + RECORD + ",{'leader' 1}," + RECORD + "]", ErrorPolicy.RAISE));
    }

    @Test
    void anArrayThatIsCutEndsWithAnException() throws IOException {
        for (ErrorPolicy onError : List.of(ErrorPolicy.RECOVER, ErrorPolicy.RAISE)) {
            List<String> found = read("[" + RECORD + ",{x}," + RECORD.substring(0, 50), onError);
            assertEquals(
                    List.of(FIELDS, "55 not read"), List.of(found.getFirst(), found.getLast()));
            assertEquals(3, found.size());
        }
    }

    @Test
    void anArrayIsOneOfRecordsOrPartOfALine() throws IOException {
        String bad = "{'a':[{x}]}";
        assertEquals(
                List.of(FIELDS, "12 malformed", FIELDS).stream().sorted().toList(),
                read(bad + "\n" + RECORD + "\n" + RECORD).stream().sorted().toList());
        for (String before : List.of("{'record':[", "{'list':[", "{'a':{'list':[")) {
            String input = before + "{x}, " + RECORD + "," + RECORD + "]";
            String after = before.replace("[", "").replace("{", "}").replaceAll("[^}]", "");
            assertEquals(
                    List.of(FIELDS, FIELDS, (before.length() + 5) + " malformed"),
                    read(input + after));
        }
    }

    @Test
    void objectsThatAreTooDeepCostNoOtherLine() throws IOException {
        String deep = "{'a':".repeat(600) + "1" + "}".repeat(600) + "\n";
        assertEquals(
                List.of(FIELDS, FIELDS, (deep.length() + 1) + " malformed"),
                read(RECORD + "\n" + deep + RECORD));
    }

    @Test
    void partsOfAMalformedRecordAreNoRecords() throws IOException {
        String parts = "'fields':{'controlfield':[{'tag':'001','content':'9'}],'datafield':[]}";
        assertEquals(
                List.of(FIELDS, (parts.length() + 18) + " malformed"),
                read("[{'leader':oops," + parts + "}," + RECORD + "]"));
    }

    @Test
    void halfASurrogatePairInAStringIsReported() throws IOException {
        String record = "{" + LEADER + ",'fields':[{'001':'x\uD83Dy'}]}";
        assertEquals(
                List.of(
                        "=001  x\uFFFDy",
                        "* a field of ISO 2709 cannot hold U+D83D; it is read as U+FFFD"),
                read(string(record).replace("\uD83D", "\\uD83D")));
    }

    @Test
    void anEnvelopeWhoseRecordsAreFarOffIsRecognised() throws IOException {
        assertEquals(
                List.of(FIELDS),
                read("{'note':'" + "x".repeat(10_000) + "','record':" + RECORD + "}"));
    }
}

package org.panamarc.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panamarc.ErrorPolicy;
import org.panamarc.columns.Column;

class OptionsTest {
    private static MarcOptions options(String... namesAndValues) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return MarcOptions.of(given);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    colums; x; there is no option colums; expected one of [batch_size, columns,
                    columns; authors; option columns is 'authors'; expected one of bibliographic, records, fields, subfields, links, or JSON
                    columns; {; option columns is no JSON:
                    columns; {}; option columns is {}; expected a column or more
                    columns; {"a": 1}; column a is 1; expected a spec, an array of specs, or an object
                    columns; {"a": []}; column a is []; expected a text, or an array of texts
                    columns; {"a": [1]}; column a is 1; expected a text
                    columns; {"a": {"spec": "001", "x": 1}}; column a has 'x'; expected some of [cast, dictionary,
                    columns; {"a": {"cast": "int"}}; column a is {"cast":"int"}; expected an object with "spec" or "kind"
                    columns; {"a": {"kind": "x"}}; column a: kind is "x"; expected one of first, list,
                    columns; {"a": {"kind": "list"}}; column a of kind list has no spec
                    columns; {"a": {"kind": "offset", "spec": "001"}}; column a of kind offset takes no spec
                    columns; {"a": {"kind": "fields", "spec": ["1..", "7.."]}}; column a: spec is ["1..","7.."]; expected one tag
                    columns; {"a": {"spec": "001", "cast": "text2"}}; column a: cast is "text2"; expected one of text, int, date
                    columns; {"a": {"spec": "001", "cast": "int", "on_error": "x"}}; column a: on_error is "x"; expected one of raise, null
                    columns; {"a": {"spec": "001", "normalize_isbn": "x"}}; column a: normalize_isbn is "x"; expected true or false
                    columns; {"a": {"spec": "001", "separator": "|"}}; column a: separator is for columns of kind join, not first
                    columns; {"a": {"spec": "001", "kind": "count", "cast": "int"}}; column a: a column of kind COUNT cannot have a cast
                    where; []; where is []; expected an object of one member
                    where; {"a": 1}; where is {"a":1}; expected one of record_type, has,
                    where; {"matches": ["245"]}; where: matches is ["245"]; expected a spec and a pattern
                    where; {"years": [1]}; where: years is [1]; expected two years
                    where; {"all": {}}; where: all is {}; expected an array of conditions
                    on_error; drop; option on_error is 'drop'; expected recover, skip or raise
                    mode; drop; option mode is 'drop'; expected PERMISSIVE, DROPMALFORMED or FAILFAST
                    strict; yes; option strict is 'yes'; expected true or false
                    batch_size; x; option batch_size is 'x'; expected a whole number
                    maxPartitionBytes; x; option maxPartitionBytes is 'x'; expected a size above 0
                    maxPartitionBytes; 0; option maxPartitionBytes is '0'; expected a size above 0
                    paths; {"a": 1}; paths is {"a":1}; expected a text
                    """)
    void wrongOptionIsAnErrorThatNamesIt(String name, String value, String message) {
        Exception error = assertThrows(IllegalArgumentException.class, () -> options(name, value));
        String found = String.valueOf(error.getMessage());
        assertTrue(found.startsWith(message), found);
    }

    @Test
    void policyIsThatOfOnErrorOrOfMode() {
        assertEquals(ErrorPolicy.RECOVER, options().settings().onError());
        assertEquals(ErrorPolicy.SKIP, options("mode", "dropMalformed").settings().onError());
        assertEquals(ErrorPolicy.RAISE, options("mode", "FAILFAST").settings().onError());
        assertEquals(ErrorPolicy.RAISE, options("on_error", "raise").settings().onError());
        assertEquals(
                "on_error is skip, and mode FAILFAST means raise; expected one of the two options",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> options("on_error", "skip", "mode", "FAILFAST"))
                        .getMessage());
    }

    @Test
    void wordNamesWhatIsKnownOfARecord() {
        Map<String, Column> columns =
                options("columns", "{\"at\": \"offset\", \"id\": \"001\"}").table().columns();
        assertEquals(Column.of(Column.Kind.OFFSET), columns.get("at"));
        assertEquals(Column.of("001"), columns.get("id"));
    }

    @Test
    void settingsReachTheReader() {
        var settings =
                options(
                                "Strict",
                                "true",
                                "nfc",
                                "true",
                                "keep_references",
                                "TRUE",
                                "file_encoding",
                                "cp1252",
                                "format",
                                "marcxml",
                                "threads",
                                "2",
                                "batch_size",
                                "5")
                        .settings()
                        .options();
        assertTrue(settings.strict() && settings.keepReferences());
        assertEquals(
                "[ALL, MARCXML, 2, 5]",
                java.util.List.of(
                                settings.nfc(),
                                String.valueOf(settings.format()),
                                settings.threads(),
                                settings.batchRecords())
                        .toString());
        assertEquals(
                org.panamarc.FileEncoding.Rule.UNIMARC,
                options("file_encoding", "unimarc").settings().options().fileEncoding());
    }
}

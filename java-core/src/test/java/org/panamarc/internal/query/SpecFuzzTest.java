package org.panamarc.internal.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.ReadOptions;
import org.panamarc.internal.query.NaiveValues.NaiveField;
import org.panamarc.testing.RecordBuilder;

/** Random texts as specs, and random specs on random records, the same ones each time. */
class SpecFuzzTest {
    private static final String[] PIECES = {
        "245",
        "65.",
        "LDR",
        "...",
        "2",
        "a",
        "$",
        "$a",
        "$b",
        "$a-c",
        "$ab",
        "[",
        "]",
        "[0]",
        "[#]",
        "[1-#]",
        "/",
        "/0",
        "/#-1",
        "/1-2",
        "^",
        "^1",
        "^2",
        "{",
        "}",
        "{$a}",
        "|",
        "=",
        "!=",
        "~",
        "!~",
        "!",
        "?",
        "\\",
        "\\x",
        "\\s",
        "\\=",
        " ",
        " 1#",
        "#",
        "-",
        "0",
        "9",
        "\u00E9",
        "\uD83D\uDE00",
        "\uD83D",
        "\n",
        "{?$b=\\x}"
    };
    private static final Pattern ERROR =
            Pattern.compile("position (\\d+): found (the end|\".*\"), expected .+", Pattern.DOTALL);

    private final Random random = new Random(20260917);

    private String text() {
        StringBuilder text = new StringBuilder(random.nextInt(4) > 0 ? "245" : "");
        for (int i = random.nextInt(9); i >= 0; i--) {
            text.append(one(PIECES));
        }
        return text.toString();
    }

    private String one(String... of) {
        return of[random.nextInt(of.length)];
    }

    @Test
    void aTextIsASpecThatPrintsAsItselfOrAnErrorInIt() {
        int specs = 0;
        int errors = 0;
        for (int i = 0; i < 100_000; i++) {
            String text = text();
            Spec spec;
            try {
                spec = SpecParser.parse(text);
            } catch (IllegalArgumentException e) {
                checkError(text, String.valueOf(e.getMessage()));
                errors++;
                continue;
            }
            assertEquals(spec, SpecParser.parse(spec.toString()), text);
            assertEquals(spec.toString(), SpecParser.parse(spec.toString()).toString(), text);
            specs++;
        }
        assertTrue(specs > 2_000 && errors > 20_000, specs + " specs, " + errors + " errors");
    }

    private static void checkError(String text, String message) {
        assertTrue(message.startsWith(text + ": "), message);
        Matcher matcher = ERROR.matcher(message.substring(text.length() + 2));
        assertTrue(matcher.matches(), message);
        int position = Integer.parseInt(matcher.group(1));
        assertTrue(position <= text.codePointCount(0, text.length()), message);
        if (matcher.group(2).equals("the end")) {
            assertEquals(text.codePointCount(0, text.length()), position, message);
        } else {
            String found = matcher.group(2).substring(1, matcher.group(2).length() - 1);
            assertTrue(text.startsWith(found, text.offsetByCodePoints(0, position)), message);
        }
    }

    @Test
    void thePlanFindsWhatTheRulesSay() throws IOException {
        int compared = 0;
        for (int i = 0; i < 300; i++) {
            List<NaiveField> fields = fields();
            MarcRecord record = record(fields);
            NaiveValues naive = new NaiveValues(record.leader().text(), fields);
            for (int k = 0; k < 100; k++) {
                String text = spec();
                List<String> expected = naive.values(SpecParser.parse(text));
                assertEquals(expected, record.values(text), () -> text + " of\n" + record);
                compared += expected.isEmpty() ? 0 : 1;
            }
        }
        assertTrue(compared > 5_000, compared + " specs had values");
    }

    private List<NaiveField> fields() {
        List<NaiveField> fields = new ArrayList<>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            if (random.nextInt(4) == 0) {
                fields.add(new NaiveField(one("001", "007"), value()));
                continue;
            }
            StringBuilder field = new StringBuilder(one("0", "1", " ") + one("0", "1"));
            for (int k = random.nextInt(4); k >= 0; k--) {
                field.append('$').append(one("a", "b", "c")).append(value());
            }
            fields.add(new NaiveField(one("100", "101", "200"), field.toString()));
        }
        return fields;
    }

    private String value() {
        StringBuilder value = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            value.append(one("x", "y", "\u00E9", "\uD83D\uDE00", " "));
        }
        return value.toString();
    }

    private static MarcRecord record(List<NaiveField> fields) throws IOException {
        RecordBuilder built = new RecordBuilder();
        for (NaiveField field : fields) {
            String value = field.value().replace('$', '\u001F');
            built.field(field.tag(), value.getBytes(StandardCharsets.UTF_8));
        }
        return MarcReader.of(built.build(), ReadOptions.DEFAULT).readBatch().getFirst();
    }

    private String spec() {
        StringBuilder spec = new StringBuilder();
        String kind = one("field", "subfields", "subfields", "indicator", "characters", "leader");
        switch (kind) {
            case "leader" -> spec.append("LDR").append(characters());
            case "characters" ->
                    spec.append(one("001", "007", "00.")).append(index()).append(characters());
            default -> spec.append(one("100", "101", "10.", "200", "...")).append(index());
        }
        if (kind.equals("indicator")) {
            spec.append(one("^1", "^2"));
        }
        if (!kind.equals("subfields")) {
            return spec.append(subSpecs(kind, 2)).toString();
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            spec.append(one("$a", "$b", "$c", "$a-b", "$b-c")).append(index()).append(characters());
            spec.append(subSpecs(kind, 2));
        }
        return spec.toString();
    }

    private String index() {
        return random.nextInt(3) > 0
                ? ""
                : one("[0]", "[1]", "[#]", "[0-1]", "[1-#]", "[#-1]", "[#-0]");
    }

    private String characters() {
        return random.nextInt(3) > 0 ? "" : one("/0", "/1", "/#", "/0-1", "/1-#", "/#-1", "/#-9");
    }

    private String subSpecs(String kind, int deeper) {
        StringBuilder subSpecs = new StringBuilder();
        while (deeper > 0 && random.nextInt(5) < 2) {
            subSpecs.append('{').append(comparison(kind, deeper));
            while (random.nextInt(4) == 0) {
                subSpecs.append('|').append(comparison(kind, deeper));
            }
            subSpecs.append('}');
        }
        return subSpecs.toString();
    }

    private String comparison(String kind, int deeper) {
        String left = random.nextBoolean() ? "" : term(kind, deeper);
        String right = term(kind, deeper);
        String operator = one("=", "!=", "~", "!~", "?", "!", "");
        return operator.isEmpty() ? right : left + operator + right;
    }

    private String term(String kind, int deeper) {
        boolean inField = kind.equals("field") || kind.equals("subfields");
        String term =
                switch (random.nextInt(inField ? 8 : 4)) {
                    case 0 -> one("\\x", "\\y", "\\\u00E9", "\\\\s", "\\\uD83D\uDE00", "\\", "\\1");
                    case 1 ->
                            one("100", "101", "10.", "...")
                                    + index()
                                    + one("$a", "$b", "$a-c", "^1");
                    case 2 -> one("001", "007", "00.", "200", "10.") + index();
                    case 3 -> "LDR" + one("/6", "/7", "/#");
                    case 4 -> one("$a", "$b", "$c", "$a-b") + index() + characters();
                    case 5 -> one("^1", "^2");
                    case 6 -> one("[0]", "[1]", "[#]");
                    default -> one("/0", "/#", "/1-#", "[1]/0");
                };
        boolean plain = term.startsWith("\\") || term.startsWith("LDR") || term.contains("^");
        String inner = term.contains("$") ? "subfields" : "characters";
        return plain ? term : term + subSpecs(inner, deeper - 1);
    }
}

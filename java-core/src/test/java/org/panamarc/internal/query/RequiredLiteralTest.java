package org.panamarc.internal.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts that must be in what a pattern matches: never one that need not be. */
class RequiredLiteralTest {
    private static final String[] PATTERNS = {
        "",
        "a",
        "ab",
        "ab*",
        "a?b",
        "ab+?c",
        "ab{0}c",
        "a{2}b",
        "a|b",
        "(ab)?c",
        "c(ab)?",
        "[ab]c",
        "a.c",
        "^ab$",
        "a\\.b",
        "\\Qa.b\\E",
        "a\\wb",
        "(?i)AB",
        "(?i)k",
        "a\\b",
        "\\bb",
        "(?i)\\bB",
        "(?i)s",
        "(?i)i",
        "(?i)\u00c9b",
        "(?i)(?-i)AB",
        "(?i)A.B",
        "(?i)a|b",
        "a(?i)B",
        "\u00e9b",
        "ab**".substring(0, 3),
        "\\bab\\b",
        "a\\(b",
        "\ud83d\ude00?a",
        "}a",
        "a b",
        "\\x61b",
        "a++b",
        "b*+a"
    };
    private static final String[] VALUES = {
        "",
        "a",
        "b",
        "c",
        "ab",
        "aab",
        "ac",
        "abc",
        "a.b",
        "a(b",
        "axb",
        "AB",
        "aB",
        "\u00e9b",
        "}a",
        "a b",
        "\ud83d\ude00a",
        "xx ab yy",
        "aaaaaaaaaaaaaaaab",
        "cab",
        "\u212a",
        "\u017f",
        "\u0131",
        "\u0130",
        "\u00c9B",
        "K"
    };

    private static boolean isIn(RequiredLiteral literal, String value) {
        byte[] bytes = ("|" + value + "|").getBytes(StandardCharsets.UTF_8);
        return literal.isIn(bytes, 1, bytes.length - 1);
    }

    @Test
    void whatAPatternMatchesHasIt() {
        for (String pattern : PATTERNS) {
            RequiredLiteral literal = RequiredLiteral.of(pattern);
            for (String value : VALUES) {
                boolean found = RecordFilter.pattern(pattern).matcher(value).find();
                boolean expected = found || (isIn(literal, value) && !literal.isWhole());
                assertEquals(expected, isIn(literal, value), () -> pattern + " in " + value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "17$, 16, false",
        "17$, 170, true",
        "atlas.*(maps|plans)x, maps, true",
        "atlas.*(maps)?x, maps, false",
        "ab+c, aab, true",
        "ab+c, b, false",
        "\\d+ Rome, 12 Roma, true",
        "12\\. Rome, 12 Rome, false",
        "(?i)rome, ROME, true",
        "(?i)\\broma?n\\b, in Romn, true",
        "(?i)rome, ROMA, false",
        "ab\\bc, xbc, false",
        "\\bharbou?r\\b, harbxr, false",
    })
    void aValueWithoutItNeedNotBeTried(String pattern, String value, boolean isIn) {
        assertEquals(isIn, isIn(RequiredLiteral.of(pattern), value));
    }
}

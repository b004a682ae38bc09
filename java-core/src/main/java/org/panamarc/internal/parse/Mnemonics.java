package org.panamarc.internal.parse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect.Kind;
import org.panamarc.internal.charset.Marc8;

/**
 * The mnemonics of MARCMaker: words in braces that mean characters. As in MARC-8, marks are before
 * their letter; in Unicode they follow it. Two hexadecimal digits name a code of MARC-8, a letter
 * or digit itself.
 */
final class Mnemonics {
    private static final String RESOURCE = "mnemonics.tsv";
    private static final int LONGEST = 8;

    /** What a word means: a character, or a mark. */
    private record Meaning(String text, boolean mark) {}

    private static final Map<String, Meaning> MEANINGS = load();

    /** Halves of marks over two letters: the first is the whole where the second follows. */
    private static final char LEFT_LIGATURE = '\uFE20';

    private static final char RIGHT_LIGATURE = '\uFE21';
    private static final char LEFT_TILDE = '\uFE22';
    private static final char RIGHT_TILDE = '\uFE23';
    private static final char WHOLE_LIGATURE = '\u0361';
    private static final char WHOLE_TILDE = '\u0360';

    private Mnemonics() {}

    /**
     * Text with its mnemonics read. Words that are no mnemonics stay as they are, which is noted in
     * the image.
     */
    static String read(String text, RecordAssembler image) {
        if (text.indexOf('{') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        StringBuilder marks = new StringBuilder(); // which wait for their letter
        char open = 0; // the whole double mark whose second half has not come
        int at = 0;
        while (at < text.length()) {
            int close = text.charAt(at) == '{' ? wordEnd(text, at + 1) : -1;
            Meaning meaning = close < 0 ? null : meaning(text.substring(at + 1, close));
            if (meaning != null && meaning.mark) {
                char mark = meaning.text.charAt(0);
                char whole = whole(mark);
                if (whole == 0) {
                    marks.append(mark);
                } else if (mark == LEFT_LIGATURE || mark == LEFT_TILDE) {
                    open = second(text, close, mark) ? whole : 0;
                    marks.append(open == 0 ? mark : open);
                } else if (open == whole) {
                    open = 0;
                } else {
                    marks.append(mark);
                }
                at = close + 1;
                continue;
            }
            if (meaning != null) {
                out.append(meaning.text);
                at = close + 1;
            } else {
                if (close > 0) {
                    image.note(
                            Kind.UNDECODABLE,
                            image.tag(),
                            "%s is no mnemonic of MARCMaker; it is kept as it is"
                                    .formatted(text.substring(at, close + 1)));
                }
                int point = text.codePointAt(at);
                out.appendCodePoint(point);
                at += Character.charCount(point);
            }
            out.append(marks);
            marks.setLength(0);
        }
        return out.append(marks).toString();
    }

    /** Where the word ends that begins here, with its brace; -1 if there is no word. */
    private static int wordEnd(String text, int from) {
        int at = from;
        while (at < text.length() && at - from <= LONGEST && isAlphanumeric(text.charAt(at))) {
            at++;
        }
        return at > from && at < text.length() && text.charAt(at) == '}' ? at : -1;
    }

    private static boolean isAlphanumeric(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c);
    }

    private static @Nullable Meaning meaning(String word) {
        Meaning meaning = MEANINGS.get(word);
        if (meaning != null) {
            return meaning;
        }
        if (word.length() == 1) {
            return new Meaning(word, false);
        }
        return word.matches("[0-9A-F]{2}") ? ofCode(Integer.parseInt(word, 16)) : null;
    }

    /** The character that a byte of MARC-8 means; null where it means none in text. */
    private static @Nullable Meaning ofCode(int code) {
        if (code < ' ') {
            return null; // an escape or a terminator is none in Unicode
        }
        byte[] out = new byte[8];
        Marc8 decoder = new Marc8();
        int end = decoder.decode(new byte[] {(byte) code}, 0, 1, out, 1);
        if (decoder.firstUndecodable() >= 0) {
            return null;
        }
        String text = new String(out, 1, end - 1, StandardCharsets.UTF_8);
        return new Meaning(text, Character.getType(text.charAt(0)) == Character.NON_SPACING_MARK);
    }

    private static char whole(char mark) {
        return switch (mark) {
            case LEFT_LIGATURE, RIGHT_LIGATURE -> WHOLE_LIGATURE;
            case LEFT_TILDE, RIGHT_TILDE -> WHOLE_TILDE;
            default -> 0;
        };
    }

    /** Whether the second half of a double mark comes after this place. */
    private static boolean second(String text, int from, char left) {
        boolean ligature = left == LEFT_LIGATURE;
        return text.indexOf(ligature ? "{rlig}" : "{rdbltil}", from) >= 0
                || text.indexOf(ligature ? "{EC}" : "{FB}", from) >= 0;
    }

    private static Map<String, Meaning> load() {
        try (InputStream in = Mnemonics.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the table " + RESOURCE + " is not in the jar");
            }
            Map<String, Meaning> meanings = new HashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .forEach(row -> {
                        String text = Character.toString(Integer.parseInt(row[1], 16));
                        meanings.put(row[0], new Meaning(text, row[2].equals("m")));
                    });
            return meanings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

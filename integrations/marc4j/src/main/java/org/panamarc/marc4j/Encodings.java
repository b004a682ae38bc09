package org.panamarc.marc4j;

import java.nio.charset.Charset;
import java.util.Locale;
import org.marc4j.MarcException;
import org.panamarc.FileEncoding;

/** The names of encodings that marc4j's readers take. */
final class Encodings {
    private Encodings() {}

    /**
     * The encoding of that name.
     *
     * @throws MarcException if there is none
     */
    static FileEncoding of(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "MARC8", "MARC-8", "ANSEL", "BESTGUESS" -> FileEncoding.Rule.MARC_21;
            case "UNIMARC", "ISO5426" -> FileEncoding.Rule.UNIMARC;
            default -> ofCharset(name);
        };
    }

    private static FileEncoding ofCharset(String name) {
        try {
            return FileEncoding.of(Charset.forName(name));
        } catch (IllegalArgumentException e) {
            throw new MarcException(
                    "the encoding '%s' cannot be read: %s; expected MARC8, UNIMARC or a Java charset that extends ASCII"
                            .formatted(name, e),
                    e);
        }
    }
}

package org.panamarc.internal.crosswalk;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Keys of citations: the first name, the year and the control number in letters and digits of
 * ASCII, as in {@code smith1999-20593163}; without a control number {@code r} and the record's
 * number. The same record has the same key in every run; where it is taken, {@code -r} and the
 * record's number follow. Not thread-safe.
 */
final class CitationKeys {
    private final LongSet taken = new LongSet();

    /** The key of a record, which no other has. */
    String of(Citation citation, String controlNumber, long recordNumber) {
        StringBuilder key = new StringBuilder();
        if (!citation.contributions().isEmpty()) {
            String name = citation.contributions().getFirst().name().family();
            key.append(letters(name.split(" ", 2)[0]).toLowerCase(Locale.ROOT));
        }
        key.append(citation.value("year"));
        String number = letters(controlNumber);
        if (!key.isEmpty()) {
            key.append('-');
        }
        if (number.isEmpty()) {
            key.append('r').append(recordNumber);
        } else {
            key.append(number);
        }
        if (!taken.add(hash(key))) {
            key.append("-r").append(recordNumber);
            while (!taken.add(hash(key))) {
                key.append('x');
            }
        }
        return key.toString();
    }

    private static String letters(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("[^A-Za-z0-9]", "");
    }

    /** FNV-1a, of 64 bits: keys that are taken by chance only get a longer one. */
    private static long hash(CharSequence key) {
        long hash = 0xCBF2_9CE4_8422_2325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100_0000_01B3L;
        }
        return hash;
    }
}

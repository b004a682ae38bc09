package org.panamarc.internal.crosswalk;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What the table of types asks of a record apart from its leader, in the words of that table. */
final class CitationTraits {
    private static final Pattern MASTER =
            Pattern.compile("(?i)master|magist|\\bM\\.? ?(?:A|S|Sc|Phil|Ed)\\b|diplom");

    private CitationTraits() {}

    static Set<String> of(SourceRecord record) {
        Set<String> traits = new HashSet<>();
        SourceField thesis = record.first("502");
        if (!thesis.parts().isEmpty()) {
            traits.add("thesis");
            if (MASTER.matcher(thesis.first('b') + ' ' + thesis.first('a')).find()) {
                traits.add("masters");
            }
        }
        SourceField host = record.first("773");
        if (!host.parts().isEmpty()) {
            traits.add(isSerial(record, host) ? "serial-host" : "host");
        }
        if (record.characters("008", 29, 30).equals("1")
                || !record.first("111").parts().isEmpty()) {
            traits.add("conference");
        }
        if (record.characters("008", 24, 28).contains("t")) {
            traits.add("report");
        }
        return traits;
    }

    /**
     * Whether the item that a part is in is a serial: as $7 says (773/03, its bibliographic level),
     * or leader/07; else one with an ISSN and no ISBN.
     */
    private static boolean isSerial(SourceRecord record, SourceField host) {
        String control = host.first('7');
        if (control.length() >= 4) {
            return control.charAt(3) == 's';
        }
        return record.level() == 'b' || (host.has('x') && !host.has('z'));
    }
}

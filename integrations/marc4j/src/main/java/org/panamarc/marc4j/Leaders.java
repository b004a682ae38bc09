package org.panamarc.marc4j;

import org.marc4j.marc.Leader;
import org.marc4j.marc.impl.LeaderImpl;
import org.panamarc.MarcRecord;

/** Leaders of marc4j and of panamarc. */
final class Leaders {
    private static final int CODING_SCHEME = 9;
    private static final char UNICODE = 'a';

    private Leaders() {}

    /**
     * A record's leader; its coding scheme says that values are Unicode, which those of panamarc
     * are, as marc4j's MarcPermissiveStreamReader has it when it converts.
     */
    static Leader ofMarc4j(MarcRecord record) {
        return new LeaderImpl(record.leader().withCharacterCodingScheme(UNICODE).text());
    }

    /** Whether a leader says what the one of a record does. */
    static boolean isUnchanged(MarcRecord record, Leader leader) {
        return leader != null && text(ofMarc4j(record)).equals(text(leader));
    }

    /** The leader of panamarc that a leader of marc4j is. */
    static org.panamarc.Leader ofPanamarc(Leader leader) {
        if (leader == null) {
            throw new IllegalArgumentException("there is no leader");
        }
        return new org.panamarc.Leader(text(leader));
    }

    /**
     * The same for a record that was read: its coding scheme stays what it was, unless it was set
     * to another than Unicode.
     */
    static org.panamarc.Leader ofPanamarc(Leader leader, MarcRecord record) {
        org.panamarc.Leader changed = ofPanamarc(leader);
        return changed.characterCodingScheme() == UNICODE
                ? changed.with(CODING_SCHEME, record.leader().characterCodingScheme())
                : changed;
    }

    /** A leader without what follows from the fields: lengths, counts and the base address. */
    private static String text(Leader leader) {
        return "00000"
                + leader.getRecordStatus()
                + leader.getTypeOfRecord()
                + String.valueOf(leader.getImplDefined1())
                + leader.getCharCodingScheme()
                + "2200000"
                + String.valueOf(leader.getImplDefined2())
                + String.valueOf(leader.getEntryMap());
    }
}

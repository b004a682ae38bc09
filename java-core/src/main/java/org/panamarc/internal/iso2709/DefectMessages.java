package org.panamarc.internal.iso2709;

import org.panamarc.internal.Iso2709;

/** What is said of the defects of a record: what was found, what was expected and the repair. */
final class DefectMessages {
    static final String NO_DIRECTORY =
            "no field terminator 0x1E ends the directory; the record is read without fields";

    static final String NO_DIRECTORY_IN_REACH =
            "no field terminator 0x1E ends the directory within the 99,999 bytes that a base"
                    + " address can state; the record is read without fields";

    static final String NO_FIELD_TERMINATOR =
            "no field terminator 0x1E before the record terminator 0x1D;"
                    + " the last field ends there";

    static final String NO_RECORD_TERMINATOR =
            "no record terminator 0x1D after the last field;"
                    + " the record ends before the next leader";

    static final String CHARACTERS_COUNTED =
            "the directory counts characters instead of bytes; it is read that way";

    static final String TERMINATOR_IN_FIELD =
            "a field terminator 0x1E is inside the field; it is kept as data";

    private DefectMessages() {}

    static String recordTerminators(int count) {
        return "record terminators 0x1D are inside the record, %d in all; they are kept as data"
                .formatted(count);
    }

    /** Of a directory without its 0x1E, that ends where the leader states it or elsewhere. */
    static String directoryEnd(boolean asStated) {
        return "no field terminator 0x1E ends the directory; "
                + (asStated
                        ? "the base address of data that the leader states is followed"
                        : "it ends where all of its entries lead to a field");
    }

    static String dataStart(String stated, int start) {
        return "the leader states a base address of data of %s; the data begins at %d"
                .formatted(stated, start);
    }

    static String baseAddress(String stated, int base) {
        return "the leader states a base address of data of %s; the directory ends before %d"
                .formatted(stated, base);
    }

    static String leaderSize(int bytes) {
        return "the leader has %d bytes for its 24 characters, which are UTF-8; the directory"
                        .formatted(bytes)
                + " begins after them";
    }

    static String recordLength(String stated, int length) {
        return "the leader states a record length of %s; the record has %d bytes"
                .formatted(stated, length);
    }

    static String truncated(int length) {
        return "the record breaks off after %d bytes without a record terminator 0x1D"
                .formatted(length);
    }

    static String directorySize(int size) {
        return "the directory has %d bytes, which is not a multiple of 12; its last %d are not read"
                .formatted(size, size % Iso2709.ENTRY);
    }

    static String missingField(int entry, String stated) {
        return "directory entry %d states %s; no field is there".formatted(entry + 1, stated);
    }

    static String missingFields(int more, int firstEntry) {
        return "%d more directory entries state fields that are not there; the first is entry %d"
                .formatted(more, firstEntry + 1);
    }

    static String wrongEntries(
            int wrong, int entries, int firstEntry, String stated, int length, int start) {
        return "%d of %d directory entries disagree with the field terminators, which are followed; "
                        .formatted(wrong, entries)
                + "the first, entry %d, states %s; its field has length %d at %d"
                        .formatted(firstEntry + 1, stated, length, start);
    }

    static String sharedField(int entry, int other) {
        return "directory entries %d and %d state the same field; both have its value"
                .formatted(entry + 1, other + 1);
    }

    static String unclaimed(int spans, int all, long bytes) {
        return "no directory entry claims %d of %d ranges of data, %d bytes"
                .formatted(spans, all, bytes);
    }

    static String leaderCharacters(long odd, int first, int found) {
        return "%d of 24 characters of the leader are not printable ASCII; the first,"
                        .formatted(odd)
                + " leader/%02d, begins with 0x%02X".formatted(first, found);
    }

    static String leaderCounts(String found) {
        return "leader/10-11 is '%s', expected '22'; fields are read with two indicators and"
                        .formatted(found)
                + " subfield codes of one character";
    }

    static String entryMap(String found) {
        return "leader/20-23 is '%s', expected '4500', as which the directory is read"
                .formatted(found);
    }

    static String tags(int odd, int tags, String first) {
        return "%d of %d tags are not three characters from 0-9 and A-Z; the first is '%s'"
                .formatted(odd, tags, first);
    }

    static String indicators(int odd, int dataFields, String first) {
        return "%d of %d data fields do not begin with two indicators and a subfield delimiter;"
                        .formatted(odd, dataFields)
                + " the first begins with '%s'".formatted(first);
    }

    static String controlFields(int odd, int controlFields, String first) {
        return "%d of %d control fields begin with two indicators and a subfield delimiter,"
                        .formatted(odd, controlFields)
                + " as only data fields do; the first begins with '%s'".formatted(first);
    }

    static String subfieldCodes(int missing) {
        return "subfield delimiters 0x1F without a subfield code after them: %d; no subfield is"
                        .formatted(missing)
                + " read there";
    }
}

package org.panamarc.internal.format;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The objects and arrays around the place of a parser of JSON, outside of records, and what of them
 * may belong to a record that is still to be found. Not thread-safe.
 */
final class JsonOutside {
    private static final int LEADER = 24;

    /** The end of a name that a record's member may have, perhaps in a string in the string. */
    private static final Pattern NAME = Pattern.compile("(?:leader|[fF]ields?)\\\\*\"");

    private @Nullable String[] leaders = new String[16]; // of the objects, by depth
    private long[] before = new long[16]; // records that were found before they began
    private int depth;
    private boolean inArray; // whether the outermost of them is an array
    private long records;
    private int rawDepth; // of FOLIO's rawRecord, in which the parser is, or 0
    private int spareDepth; // of the object that holds it
    private @Nullable String spare; // a string of JSON in it

    /** Begins an object or array that is the value of a member, or of none. */
    void begin(boolean array, String name) {
        if (depth == 0) {
            inArray = array;
        }
        begin(1);
        if (rawDepth == 0 && name.equals("rawRecord")) {
            rawDepth = depth;
            spareDepth = depth - 1;
        }
    }

    /** Begins objects or arrays within an object. */
    void begin(int number) {
        for (int i = 0; i < number; i++) {
            depth++;
            if (depth == before.length) {
                leaders = Arrays.copyOf(leaders, 2 * depth);
                before = Arrays.copyOf(before, 2 * depth);
            }
            leaders[depth] = null;
            before[depth] = records;
        }
    }

    /** Ends the innermost object or array. */
    void end() {
        if (depth == rawDepth) {
            rawDepth = 0;
        } else if (depth == spareDepth) {
            spareDepth = 0;
            spare = null;
        }
        depth--;
    }

    /** Forgets all. */
    void clear() {
        depth = 0;
        rawDepth = 0;
        spareDepth = 0;
        spare = null;
    }

    /** Whether the place is in an object or array. */
    boolean isNested() {
        return depth > 0;
    }

    /** Whether the text is an array whose end has not come. */
    boolean isInArray() {
        return depth > 0 && inArray;
    }

    /** Says that a record was found. */
    void found() {
        records++;
    }

    /** Keeps the leader of the object at hand. */
    void leader(@Nullable String text) {
        leaders[depth] = text;
    }

    /** The leader of the object at hand, if there was one. */
    @Nullable String leader() {
        return leaders[depth];
    }

    /** Whether the object at hand has a leader. */
    boolean hasLeader() {
        return leaders[depth] != null;
    }

    /** Whether the object at hand has what must be a record's leader, and no record in it. */
    boolean isLeaderAlone() {
        String text = leaders[depth];
        return text != null
                && before[depth] == records
                && text.length() == LEADER
                && text.substring(0, 5).chars().allMatch(c -> (c >= '0' && c <= '9') || c == ' ')
                && (text.startsWith("22", 10) || text.startsWith("45", 20));
    }

    /**
     * Keeps a string of JSON that is FOLIO's {@code rawRecord}, the record as it was before it was
     * parsed: it counts only where there is no {@code parsedRecord}. Whether it was kept.
     */
    boolean keeps(String text) {
        if (rawDepth == 0) {
            return false;
        }
        spare = text;
        return true;
    }

    /** A string that was kept, if the object at hand has no other record; else null. */
    @Nullable String spare() {
        return depth == spareDepth && before[depth] == records ? spare : null;
    }

    /** Whether a string seems to be JSON with a record. */
    static boolean mayHoldRecord(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
        return at < text.length()
                && (text.charAt(at) == '{' || text.charAt(at) == '[')
                && NAME.matcher(text).find();
    }
}

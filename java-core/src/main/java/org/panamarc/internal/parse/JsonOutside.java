package org.panamarc.internal.parse;

import java.util.Arrays;
import java.util.BitSet;
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
    private final BitSet arrays = new BitSet(); // which depths are arrays
    private int depth;
    private int recordsDepth; // of the array with the record found last, or 0
    private long records;
    private int rawDepth; // of FOLIO's rawRecord, in which the parser is, or 0
    private int spareDepth; // of the object that holds it
    private @Nullable String spare; // a string of JSON in it

    /** Begins an object or array that is the value of a member, or of none. */
    void begin(boolean array, String name) {
        begin(array, 1);
        if (rawDepth == 0 && name.equals("rawRecord")) {
            rawDepth = depth;
            spareDepth = depth - 1;
        }
    }

    /** Begins objects or arrays, each within the one before; the first may be an array. */
    void begin(boolean array, int number) {
        for (int i = 0; i < number; i++) {
            depth++;
            arrays.set(depth, array && i == 0);
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
        if (depth < recordsDepth) {
            recordsDepth = 0;
        }
    }

    /** Forgets all. */
    void clear() {
        depth = 0;
        recordsDepth = 0;
        rawDepth = 0;
        spareDepth = 0;
        spare = null;
    }

    /** Whether the place is in an object or array. */
    boolean isNested() {
        return depth > 0;
    }

    /** How many objects and arrays are open. */
    int depth() {
        return depth;
    }

    /**
     * What is open around the records of an array, from outside: a bracket or brace each, down to
     * the array that had the record found last, else to the outermost; empty where none is open.
     */
    String aroundRecords() {
        int last = recordsDepth > 0 ? recordsDepth : arrays.nextSetBit(1);
        StringBuilder open = new StringBuilder();
        for (int i = 1; i <= last && last <= depth; i++) {
            open.append(arrays.get(i) ? '[' : '{');
        }
        return open.toString();
    }

    /** Whether that array had a record, or is the outermost thing. */
    boolean isArrayOfRecords() {
        return recordsDepth > 0 || (depth > 0 && arrays.get(1));
    }

    /** Says that a record was found. */
    void found() {
        records++;
        int array = arrays.previousSetBit(depth);
        recordsDepth = Math.max(array, 0);
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

package org.panamarc.internal.columns;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.panamarc.columns.ColumnField;

/**
 * UTF-8 text in which few values repeat, as indexes into a dictionary. Each batch has its own, its
 * values in the order in which they appear first.
 */
final class DictionaryVector extends Vector implements TextAppender {
    private static final int FIRST_PLACES = 64; // a power of 2
    private static final int FREE = 0;
    private static final int ASCII = 128;

    private final TextVector values;
    private int[] indexes = new int[256];
    private int[] places = new int[FIRST_PLACES]; // of an open hash table: index + 1, or FREE
    private final int[] keyed; // by key: index + 1, or FREE
    private int[] keys = new int[FIRST_PLACES]; // those in use
    private int keysUsed;
    private int last; // the index added last
    private boolean allHashed; // whether those with keys are in the hash table, too

    DictionaryVector(ColumnField field) {
        this(field, ASCII);
    }

    /**
     * A column whose values may have keys.
     *
     * @param keyBound every key is below it; 128 or more
     */
    DictionaryVector(ColumnField field, int keyBound) {
        super(field);
        this.values = new TextVector(field.children().getFirst());
        this.keyed = new int[keyBound];
    }

    @Override
    public DictionaryVector vector() {
        return this;
    }

    @Override
    void reset() {
        super.reset();
        values.reset();
        Arrays.fill(places, FREE);
        for (int i = 0; i < keysUsed; i++) {
            keyed[keys[i]] = FREE;
        }
        keysUsed = 0;
        allHashed = false;
    }

    @Override
    public void append(byte[] bytes, int from, int to) {
        if (to - from == 1 && bytes[from] >= 0) {
            append(bytes[from], bytes, from, to);
        } else {
            last = index(bytes, from, to);
            repeat();
        }
    }

    /**
     * Adds a row whose text has a key of its own, so that it need not be compared.
     *
     * @param key the same for the same text, and for no other text; that of one character of ASCII
     *     is the character
     */
    void append(int key, byte[] bytes, int from, int to) {
        if (keyed[key] == FREE) {
            if (keysUsed == keys.length) {
                keys = Arrays.copyOf(keys, grown(keys.length, keysUsed + 1));
            }
            keys[keysUsed++] = key;
            values.append(bytes, from, to);
            keyed[key] = values.length();
        }
        last = keyed[key] - 1;
        repeat();
    }

    /** Adds a row with the text added last. */
    void repeat() {
        put(last);
        endRow();
    }

    /** The index of a text, which is added where it is new. */
    int index(byte[] bytes, int from, int to) {
        int mask = places.length - 1;
        int place = hash(bytes, from, to) & mask;
        while (places[place] != FREE) {
            if (values.holds(places[place] - 1, bytes, from, to)) {
                return places[place] - 1;
            }
            place = (place + 1) & mask;
        }
        int index = values.length();
        values.append(bytes, from, to);
        places[place] = index + 1;
        if (2 * values.length() > places.length) {
            rehash();
        }
        return index;
    }

    private void rehash() {
        places = new int[2 * places.length];
        findAll();
    }

    /** Puts all values into the hash table, which is large enough and empty. */
    private void findAll() {
        int mask = places.length - 1;
        for (int index = 0; index < values.length(); index++) {
            int place = values.hash(index) & mask;
            while (places[place] != FREE) {
                place = (place + 1) & mask;
            }
            places[place] = index + 1;
        }
    }

    /** A hash of text, its higher bits mixed into those that a table uses. */
    static int hash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ (hash >>> 15);
    }

    private void put(int index) {
        if (length() == indexes.length) {
            indexes = Arrays.copyOf(indexes, grown(indexes.length, length() + 1));
        }
        indexes[length()] = index;
    }

    @Override
    void appendBlank() {
        put(0);
    }

    /** Values of another dictionary have no keys here. */
    @Override
    void appendValue(Vector other, int row) {
        if (!allHashed) {
            hashAll();
        }
        DictionaryVector from = (DictionaryVector) other;
        last = from.values.indexIn(this, from.indexes[row]);
        repeat();
    }

    private void hashAll() {
        int size = places.length;
        while (2 * values.length() > size) {
            size *= 2;
        }
        places = new int[size];
        findAll();
        allHashed = true;
    }

    @Override
    TextVector dictionary() {
        return values;
    }

    @Override
    List<Long> sizes() {
        return List.of(4L * length());
    }

    @Override
    void copy(int buffer, MemorySegment target) {
        MemorySegment.copy(indexes, 0, target, JAVA_INT, 0, length());
    }
}

package org.panamarc.internal.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.panamarc.FileEncoding;
import org.panamarc.ReadOptions;
import org.panamarc.index.IndexException;
import org.panamarc.index.IndexOptions;
import org.panamarc.internal.Version;

/**
 * What an index says of itself: the user data of its commit.
 *
 * @param source the file that was indexed
 * @param records how many there are
 * @param values its keys and texts, by name
 * @param reading what decides where records begin and end, and what their values are
 * @param version of the library that wrote it
 */
record IndexFacts(
        SourceState source,
        long records,
        Map<String, IndexedValue> values,
        Map<String, String> reading,
        String version) {
    /** The form of the index; raised with each change that an older version cannot read. */
    static final int FORM = 1;

    /** The key that every index has. */
    static final String ID = "id";

    private static final String CONTROL_NUMBER = "001";

    private static final String FORM_NAME = "form";
    private static final String VERSION = "version";
    private static final String SIZE = "source.size";
    private static final String MODIFIED = "source.modified";
    private static final String FINGERPRINT = "source.fingerprint";
    private static final String RECORDS = "records";
    private static final String READING = "reading.";
    private static final String KEY = "key.";
    private static final String TEXT = "text.";

    /** What options want, of a file that has not been read yet. */
    static IndexFacts of(IndexOptions options, SourceState source) {
        Map<String, IndexedValue> values = new TreeMap<>();
        values.put(ID, IndexedValue.of(ID, CONTROL_NUMBER, false));
        options.keys()
                .forEach((name, spec) -> values.put(name, IndexedValue.of(name, spec, false)));
        options.texts()
                .forEach((name, spec) -> values.put(name, IndexedValue.of(name, spec, true)));
        return new IndexFacts(source, 0, values, reading(options.reading()), Version.TEXT);
    }

    /** What of the ways to read an index depends on. */
    static Map<String, String> reading(ReadOptions options) {
        Map<String, String> found = new TreeMap<>();
        found.put("framing", options.framing().name());
        found.put("maxRecordBytes", Integer.toString(options.maxRecordBytes()));
        found.put(
                "fileEncoding",
                switch (options.fileEncoding()) {
                    case FileEncoding.Rule rule -> rule.name();
                    case FileEncoding.Legacy legacy -> legacy.charset().name();
                });
        found.put("nfc", options.nfc().name());
        found.put("keepReferences", Boolean.toString(options.keepReferences()));
        return found;
    }

    IndexFacts with(SourceState newSource, long newRecords) {
        return new IndexFacts(newSource, newRecords, values, reading, Version.TEXT);
    }

    /** As user data. */
    Map<String, String> toMap() {
        Map<String, String> map = new HashMap<>();
        map.put(FORM_NAME, Integer.toString(FORM));
        map.put(VERSION, version);
        map.put(SIZE, Long.toString(source.size()));
        map.put(MODIFIED, Long.toString(source.modified()));
        map.put(FINGERPRINT, source.fingerprint());
        map.put(RECORDS, Long.toString(records));
        reading.forEach((name, value) -> map.put(READING + name, value));
        values.values()
                .forEach(value ->
                        map.put(
                                (value.isText() ? TEXT : KEY) + value.name(),
                                value.spec().toString()));
        return map;
    }

    /**
     * Reads user data.
     *
     * @param name of the file, for messages
     * @throws IndexException if it is not an index of ours, or one of a newer form
     */
    static IndexFacts of(Map<String, String> map, String name) throws IndexException {
        String form = map.get(FORM_NAME);
        if (form == null) {
            throw new IndexException(
                    IndexException.Kind.DAMAGED, name + ": its index was not written by panamarc");
        }
        try {
            if (Integer.parseInt(form) > FORM) {
                throw new IndexException(
                        IndexException.Kind.NEWER,
                        "%s: its index was written by panamarc %s in form %s, and this is %s, which reads form %d: rebuild it, or use that version"
                                .formatted(name, map.get(VERSION), form, Version.TEXT, FORM));
            }
            return read(map);
        } catch (IllegalArgumentException e) {
            throw new IndexException(
                    IndexException.Kind.DAMAGED,
                    "%s: its index says of itself what cannot be: %s"
                            .formatted(name, e.getMessage()),
                    e);
        }
    }

    private static IndexFacts read(Map<String, String> map) {
        Map<String, IndexedValue> values = new TreeMap<>();
        Map<String, String> reading = new TreeMap<>();
        map.forEach((key, value) -> {
            if (key.startsWith(KEY)) {
                String called = key.substring(KEY.length());
                values.put(called, IndexedValue.of(called, value, false));
            } else if (key.startsWith(TEXT)) {
                String called = key.substring(TEXT.length());
                values.put(called, IndexedValue.of(called, value, true));
            } else if (key.startsWith(READING)) {
                reading.put(key.substring(READING.length()), value);
            }
        });
        SourceState source =
                new SourceState(number(map, SIZE), number(map, MODIFIED), needed(map, FINGERPRINT));
        return new IndexFacts(source, number(map, RECORDS), values, reading, needed(map, VERSION));
    }

    private static long number(Map<String, String> map, String name) {
        return Long.parseLong(needed(map, name));
    }

    private static String needed(Map<String, String> map, String name) {
        String value = map.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no " + name);
        }
        return value;
    }

    /** How a file differs from the one that was indexed, in words; empty where it does not. */
    List<String> differences(SourceState now) {
        List<String> found = new ArrayList<>();
        if (now.size() != source.size()) {
            found.add(
                    "it has %d bytes, and had %d when it was indexed"
                            .formatted(now.size(), source.size()));
        } else if (!now.fingerprint().equals(source.fingerprint())) {
            found.add("its bytes are other ones than when it was indexed");
        } else if (now.modified() != source.modified()) {
            found.add("it was written to, or copied, since it was indexed");
        }
        return found;
    }

    /** How ways to read differ from those that the index was built with, in words. */
    List<String> differences(Map<String, String> asked) {
        List<String> found = new ArrayList<>();
        reading.forEach((name, value) -> {
            String other = asked.get(name);
            if (!value.equals(other)) {
                found.add("%s is %s, and was %s when it was indexed".formatted(name, other, value));
            }
        });
        return found;
    }

    /**
     * The key or text of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    IndexedValue value(String name, boolean isText) {
        @Nullable IndexedValue value = values.get(name);
        if (value == null || value.isText() != isText) {
            String what = isText ? "text" : "key";
            List<String> there =
                    values.values().stream()
                            .filter(one -> one.isText() == isText)
                            .map(IndexedValue::name)
                            .toList();
            throw new IllegalArgumentException(
                    "the index has no %s %s; it has %s"
                            .formatted(
                                    what,
                                    name,
                                    there.isEmpty() ? "none" : String.join(", ", there)));
        }
        return value;
    }
}

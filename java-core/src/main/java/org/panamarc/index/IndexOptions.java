package org.panamarc.index;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.panamarc.ReadOptions;
import org.panamarc.query.MarcSpec;

/**
 * How an index is built and loaded. Immutable; the {@code with…} methods give changed copies.
 *
 * @param reading how records are read. Records are counted as {@link
 *     org.panamarc.ErrorPolicy#RECOVER} gives them; {@code RAISE} throws where a broken record is
 *     asked for, and {@code SKIP} is refused, as it would change the numbers of records
 * @param keys specs by the name of the key that they are looked up by; {@code id} is {@code 001}
 *     unless it is among them. Read by a build; later the index says
 * @param texts specs by name, whose values are searched by their words; likewise
 * @param folder where the index is; null for next to the file, see {@link #folderOf}
 * @param segmentRecords the most records of a segment, about; 0 where memory decides. With a number
 *     segments are not merged
 * @param loadThreads how many segments are loaded at once; 1 for one after the other; 0 for what
 *     the environment variable {@code PANAMARC_INDEX_THREADS} says, or 4
 * @param parallelFrom segments from which on they are loaded at once; 0 for what the environment
 *     variable {@code PANAMARC_INDEX_PARALLEL_FROM} says, or 3
 * @param rebuild whether opening builds an index where there is none, or none that can be used
 */
public record IndexOptions(
        ReadOptions reading,
        Map<String, String> keys,
        Map<String, String> texts,
        @Nullable Path folder,
        int segmentRecords,
        int loadThreads,
        int parallelFrom,
        boolean rebuild) {
    /** An index next to the file, with control numbers as its only key. */
    public static final IndexOptions DEFAULT =
            new IndexOptions(ReadOptions.DEFAULT, Map.of(), Map.of(), null, 0, 0, 0, false);

    private static final int MOST_NAME = 64; // characters
    private static final int MOST_AT_ONCE = 64; // segments

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException for a name that is none, or is given twice; a spec that
     *     cannot be read; and a number below 0
     */
    public IndexOptions {
        keys = checked(keys);
        texts = checked(texts);
        for (String name : texts.keySet()) {
            if (keys.containsKey(name) || name.equals("id")) {
                throw new IllegalArgumentException(
                        "%s is both a key and a text; give them different names".formatted(name));
            }
        }
        checkNumber("segmentRecords", segmentRecords, Integer.MAX_VALUE);
        checkNumber("loadThreads", loadThreads, MOST_AT_ONCE);
        checkNumber("parallelFrom", parallelFrom, Integer.MAX_VALUE);
    }

    private static Map<String, String> checked(Map<String, String> specs) {
        specs.forEach((name, spec) -> {
            if (!name.matches("[A-Za-z][A-Za-z0-9_-]*") || name.length() > MOST_NAME) {
                throw new IllegalArgumentException(
                        "%s is no name of a key; expected letters, digits, _ and -, a letter first, at most %d"
                                .formatted(name, MOST_NAME));
            }
            MarcSpec.parse(spec);
        });
        return Collections.unmodifiableMap(new TreeMap<>(specs));
    }

    private static void checkNumber(String name, int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(
                    "%s is %d; expected 0 to %d".formatted(name, value, most));
        }
    }

    /** The folder of a file's index: the given one, or {@code FILE.panamarc-index}. */
    public Path folderOf(Path file) {
        if (folder != null) {
            return folder;
        }
        return file.resolveSibling(file.getFileName() + ".panamarc-index");
    }

    /** A copy with other ways to read. */
    public IndexOptions withReading(ReadOptions value) {
        return new IndexOptions(
                value, keys, texts, folder, segmentRecords, loadThreads, parallelFrom, rebuild);
    }

    /** A copy with one more key. */
    public IndexOptions withKey(String name, String spec) {
        Map<String, String> more = new TreeMap<>(keys);
        more.put(name, spec);
        return new IndexOptions(
                reading, more, texts, folder, segmentRecords, loadThreads, parallelFrom, rebuild);
    }

    /** A copy with one more text. */
    public IndexOptions withText(String name, String spec) {
        Map<String, String> more = new TreeMap<>(texts);
        more.put(name, spec);
        return new IndexOptions(
                reading, keys, more, folder, segmentRecords, loadThreads, parallelFrom, rebuild);
    }

    /** A copy with another folder; null for the one next to the file. */
    public IndexOptions withFolder(@Nullable Path value) {
        return new IndexOptions(
                reading, keys, texts, value, segmentRecords, loadThreads, parallelFrom, rebuild);
    }

    /** A copy with another size of segments. */
    public IndexOptions withSegmentRecords(int value) {
        return new IndexOptions(
                reading, keys, texts, folder, value, loadThreads, parallelFrom, rebuild);
    }

    /** A copy with another number of segments that are loaded at once. */
    public IndexOptions withLoadThreads(int value) {
        return new IndexOptions(
                reading, keys, texts, folder, segmentRecords, value, parallelFrom, rebuild);
    }

    /** A copy with another number of segments from which on they are loaded at once. */
    public IndexOptions withParallelFrom(int value) {
        return new IndexOptions(
                reading, keys, texts, folder, segmentRecords, loadThreads, value, rebuild);
    }

    /** A copy for which opening builds an index that cannot be used again, or does not. */
    public IndexOptions withRebuild(boolean value) {
        return new IndexOptions(
                reading, keys, texts, folder, segmentRecords, loadThreads, parallelFrom, value);
    }
}

package org.panamarc.internal.layout;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tags of a batch that are not three characters from 0-9 and A-Z, numbered as they come. */
public final class OddTags {
    /** Means every odd tag of a batch that has no number left. */
    public static final int OVERFLOW = 0xFFFF;

    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    /** The number of the tag at {@code bytes[at, at + 3)}. */
    int number(byte[] bytes, int at) {
        String tag = new String(bytes, at, 3, StandardCharsets.ISO_8859_1);
        if (Tags.ODD + numbers.size() == OVERFLOW) {
            return numbers.getOrDefault(tag, OVERFLOW);
        }
        return numbers.computeIfAbsent(tag, t -> Tags.ODD + numbers.size());
    }

    /** The number of a tag, or -1 where it has none. */
    int number(String tag) {
        return numbers.getOrDefault(tag, -1);
    }

    /** The tag of a number; {@code ???} for {@link #OVERFLOW}. */
    String text(int number) {
        return numbers.keySet().stream().skip(number - Tags.ODD).findFirst().orElse("???");
    }

    /** Number of tags. */
    public int size() {
        return numbers.size();
    }

    /** The tags in the order of their numbers, three bytes each. */
    public byte[] bytes() {
        return String.join("", numbers.keySet()).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Forgets all tags. */
    public void clear() {
        numbers.clear();
    }
}

package org.panamarc.internal.query;

import java.util.regex.Pattern;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.Tags;

/** A tag in which a dot is any character, compared with tags of a batch. Immutable. */
public final class TagPattern {
    private static final Pattern GRAMMAR = Pattern.compile("[0-9A-Za-z.]{3}");
    private static final char ANY = '.'; // 46, more than any character counts

    private final String tag;
    private final int number; // the tag's number where it is the same in every batch, else -1
    private final boolean wildcard;
    private final int first; // what the first character counts, or ANY
    private final int second;
    private final int third;

    TagPattern(String tag) {
        this.tag = tag;
        this.number = Tags.number(tag);
        this.wildcard = tag.indexOf(ANY) >= 0;
        this.first = digit(tag.charAt(0));
        this.second = digit(tag.charAt(1));
        this.third = digit(tag.charAt(2));
    }

    /**
     * A tag that someone wrote.
     *
     * @throws IllegalArgumentException if it is not three letters, digits or dots
     */
    public static TagPattern of(String tag) {
        if (!GRAMMAR.matcher(tag).matches()) {
            throw new IllegalArgumentException(
                    "cannot read the tag '%s'; expected three letters or digits, or . for any"
                            .formatted(tag));
        }
        return new TagPattern(tag);
    }

    private static int digit(char character) {
        return character == ANY ? ANY : Tags.digit(character);
    }

    /** Whether a dot is in it. */
    boolean isWildcard() {
        return wildcard;
    }

    /** What {@link #matches} wants to know of a batch: the tag's number in it. */
    int numberIn(BatchView batch) {
        return number >= 0 || wildcard ? number : batch.tagNumber(tag);
    }

    /** Whether a slot has such a tag. */
    public boolean matches(BatchView batch, int slot) {
        return matches(batch, slot, batch.tag(slot), numberIn(batch));
    }

    /**
     * Whether a slot has such a tag.
     *
     * @param found the slot's tag number
     * @param wanted as {@link #numberIn} gives it
     */
    boolean matches(BatchView batch, int slot, int found, int wanted) {
        return wildcard ? isLike(batch, slot, found) : found == wanted;
    }

    /** The same of a tag with a wildcard. */
    boolean isLike(BatchView batch, int slot, int found) {
        return found < Tags.ODD ? matches(found) : matches(tag, batch.tagText(slot));
    }

    private boolean matches(int found) {
        return (first == ANY || first == Tags.first(found))
                && (second == ANY || second == Tags.second(found))
                && (third == ANY || third == Tags.third(found));
    }

    /** Whether a tag matches a pattern, in which a dot is any character. */
    static boolean matches(String pattern, String tag) {
        if (pattern.length() != tag.length()) {
            return false;
        }
        for (int i = 0; i < tag.length(); i++) {
            if (pattern.charAt(i) != ANY && pattern.charAt(i) != tag.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}

package org.panamarc.internal.columns;

import java.util.regex.Pattern;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.Tags;
import org.panamarc.internal.query.ValueSpec;

/** Which tags are meant: three characters, in which a dot is any. Belongs to one thread. */
final class TagMatcher {
    private static final Pattern GRAMMAR = Pattern.compile("[0-9A-Za-z.]{3}");
    private static final byte YES = 1;
    private static final byte NO = 2;

    private final String pattern;
    private final byte[] known = new byte[Tags.ODD]; // by number, where it has been asked before

    /**
     * A pattern.
     *
     * @throws IllegalArgumentException if it is not one
     */
    TagMatcher(String pattern) {
        if (!GRAMMAR.matcher(pattern).matches()) {
            throw new IllegalArgumentException(
                    "cannot read the tag '%s'; expected three letters or digits, or . for any"
                            .formatted(pattern));
        }
        this.pattern = pattern;
    }

    /** Whether a slot has such a tag. */
    boolean matches(BatchView batch, int slot) {
        int number = batch.tag(slot);
        if (number >= Tags.ODD) {
            return ValueSpec.matches(pattern, batch.tagText(slot));
        }
        if (known[number] == 0) {
            known[number] = ValueSpec.matches(pattern, batch.tagText(slot)) ? YES : NO;
        }
        return known[number] == YES;
    }
}

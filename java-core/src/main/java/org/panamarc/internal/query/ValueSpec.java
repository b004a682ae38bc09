package org.panamarc.internal.query;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.query.MarcSpec;

/**
 * Which values of a record are meant: a MARCspec, or one of our short forms, such as {@code
 * 245$ab}; {@code docs/marcspec.md} defines both. Read and compiled once: by {@link ShortSpec}
 * where that can find it, else by {@link PathSpec}. Immutable.
 */
public abstract sealed class ValueSpec implements MarcSpec, ValueSelector
        permits PathSpec, ShortSpec {
    private static final int MOST_KEPT = 1000;
    private static final Map<String, ValueSpec> KEPT = new ConcurrentHashMap<>();

    private final String text;
    private final Spec spec;

    ValueSpec(String text, Spec spec) {
        this.text = text;
        this.spec = spec;
    }

    /**
     * Reads a spec.
     *
     * @throws IllegalArgumentException if it is not one; the message says where
     */
    public static ValueSpec of(String text) {
        ValueSpec kept = KEPT.get(text);
        if (kept != null) {
            return kept;
        }
        Spec read = SpecParser.parse(text);
        ValueSpec spec =
                ShortSpec.canFind(read) ? new ShortSpec(text, read) : new PathSpec(text, read);
        if (KEPT.size() < MOST_KEPT) {
            KEPT.put(text, spec);
        }
        return spec;
    }

    /** The first value of a record, or null. */
    public @Nullable String first(BatchView batch, int record) {
        String[] found = new String[1];
        find(
                batch,
                record,
                (bytes, from, to) -> {
                    found[0] = new String(bytes, from, to - from, StandardCharsets.UTF_8);
                    return false;
                });
        return found[0];
    }

    /** Whether a tag matches a pattern, in which a dot is any character. */
    public static boolean matches(String pattern, String tag) {
        return TagPattern.matches(pattern, tag);
    }

    /** What was read. */
    Spec spec() {
        return spec;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ValueSpec that && spec.equals(that.spec);
    }

    @Override
    public int hashCode() {
        return spec.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}

package org.panamarc.internal.crosswalk;

import java.util.List;

/**
 * A row of {@code dublin-core.tsv}.
 *
 * @param simple the element, or {@code -}
 * @param qualified the term, or {@code -}
 * @param scheme the term's encoding scheme, or {@code -}
 */
record DublinCoreRow(ValueRule rule, String simple, String qualified, String scheme) {
    static DublinCoreRow of(List<String> cells) {
        return new DublinCoreRow(ValueRule.of(cells), cells.get(4), cells.get(5), cells.get(6));
    }
}

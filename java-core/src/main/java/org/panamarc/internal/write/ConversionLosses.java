package org.panamarc.internal.write;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a format could not carry, and how often. Not thread-safe. */
public final class ConversionLosses {
    /** What a format cannot carry. */
    public enum Loss {
        /** Characters that the format has no way to write, replaced by U+FFFD or a blank. */
        CHARACTERS("characters that the format cannot carry were replaced"),
        /** Fields whose indicators are not two characters, or are not ASCII. */
        INDICATORS("fields had other than two indicators; they were filled up with blanks or cut"),
        /** Subfield delimiters that no code follows. */
        CODES("subfield delimiters without a code were left out"),
        /** Control fields with a tag that the format has for data fields only. */
        LOCAL("control fields of local kind were written as data fields, the data as subfield a"),
        /** Records whose control fields the format wants before all others. */
        ORDER("records had control fields after data fields; they were written before these"),
        /** Data in which a subfield seems to begin. */
        SUBFIELDS("values hold what the format takes for the beginning of a subfield"),
        /** Fields 00X with subfield delimiters, which read as text. */
        DELIMITERS("control fields have subfields, which the format takes for text"),
        /** Fields with the leader's tag, which begin another record where they are read. */
        LEADERS("fields have a tag that the format takes for the leader's"),
        /** Values with U+200E at their end, which readers of the format take for MarcEdit's. */
        DIRECTION_MARKS("values end with U+200E, which readers of the format leave out"),
        /** What a stylesheet says, by {@code xsl:message}. */
        MESSAGES("messages of the stylesheet"),
        /** Records that the form does not fit, which were left out on request. */
        REFUSED("records were left out"),
        /** Records of which a crosswalk holds a part. */
        PARTS("records were reduced to what the crosswalk has a place for (docs/crosswalks.md)"),
        /** Characters that no set of MARC-8 has, written as numeric character references. */
        REFERENCES("characters that MARC-8 does not have were written as references"),
        /** Records whose values, written in another coding, could not all be read. */
        UNDECODABLE("records hold bytes that mean nothing in their coding, which were replaced");

        private final String text;

        Loss(String text) {
            this.text = text;
        }
    }

    private final Map<Loss, Long> counts = new EnumMap<>(Loss.class);
    private final Map<Loss, String> details = new EnumMap<>(Loss.class); // of the first
    private final Map<Loss, Long> firsts = new EnumMap<>(Loss.class);
    private boolean counting = true;
    private long record; // number of the record that is written
    private long repaired; // records

    /** Counts a record whose structure was broken, and that is written well-formed. */
    void addRepaired() {
        repaired++;
    }

    /** How many such records there were. */
    long repaired() {
        return repaired;
    }

    void begin(long number) {
        record = number;
    }

    /** Whether losses are counted from now on. */
    void count(boolean wanted) {
        counting = wanted;
    }

    void add(Loss loss) {
        add(loss, 1);
    }

    void add(Loss loss, long count) {
        if (!counting) {
            return;
        }
        counts.merge(loss, count, Long::sum);
        firsts.putIfAbsent(loss, record);
    }

    /**
     * Counts messages of the stylesheet for the record that is written, and quotes the first one.
     */
    void addMessages(long count, String last) {
        add(Loss.MESSAGES, count);
        details.putIfAbsent(Loss.MESSAGES, last);
    }

    /** Counts the record that is written as one that was left out, and says why. */
    void addRefused(String reason) {
        add(Loss.REFUSED);
        details.putIfAbsent(Loss.REFUSED, reason);
    }

    /** Adds the losses of later records, and forgets them there. */
    void take(ConversionLosses later) {
        later.counts.forEach((loss, count) -> counts.merge(loss, count, Long::sum));
        later.firsts.forEach(firsts::putIfAbsent);
        later.details.forEach(details::putIfAbsent);
        repaired += later.repaired;
        later.repaired = 0;
        later.counts.clear();
        later.firsts.clear();
        later.details.clear();
    }

    private String detail(Loss loss) {
        String detail = details.get(loss);
        return detail == null ? "" : ": " + detail;
    }

    /** How many losses there were, a sentence for each kind; empty where nothing was lost. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        counts.forEach((loss, count) ->
                sentences.add(
                        "%,d %s, first in record %d%s"
                                .formatted(count, loss.text, firsts.get(loss), detail(loss))));
        return sentences;
    }
}

package org.panamarc.internal.parse;

import com.fasterxml.aalto.AsyncXMLStreamReader;
import java.util.function.LongSupplier;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect.Kind;

/**
 * Puts records together from the elements of an XML document. A {@code record} element without
 * leader and fields is none, such as those that OAI-PMH and SRU wrap around records: what is inside
 * it is looked at as what is outside. Mutable, not thread-safe.
 */
final class MarcXmlElements {
    /** Characters of a leader's text that are looked at, a piece. */
    private static final int LONGEST_LEADER = 1000;

    /** Characters of text outside of records that may be a record packed as text. */
    private static final int LONGEST_PACKED = 16 << 20;

    /** Which element of a record is open. */
    private enum Place {
        OUTSIDE,
        RECORD,
        LEADER,
        CONTROL_FIELD,
        DATA_FIELD,
        SUBFIELD
    }

    /** What an element's start or end means. */
    enum Step {
        /** Reading goes on. */
        GO_ON,
        /** A record begins. */
        BEGUN,
        /** The record is complete. */
        RECORD,
        /** The record is complete as far as it goes: another one begins inside it. */
        CUT,
        /** An element outside of records ends whose text may be a packed record. */
        PACKED
    }

    private final AsyncXMLStreamReader<?> reader;
    private final LongSupplier line; // of the event at which the reader is, from 1
    private final XmlAncestors ancestors;
    private final StringBuilder leader = new StringBuilder(); // or a control field of oai_marc
    private final StringBuilder packed = new StringBuilder();
    private Place place = Place.OUTSIDE;
    private MarcXmlNames names = MarcXmlNames.MARCXML;
    private int recordDepth; // ancestors of the record at hand, itself included
    private boolean needsLeader; // whether that alone shows that it is a record
    private int strange; // depth in an element that has no business where it is, else 0
    private boolean strayReported; // whether text between elements was, since the last tag

    /**
     * Elements of what a reader reads.
     *
     * @param ancestors takes the elements around records
     */
    MarcXmlElements(AsyncXMLStreamReader<?> reader, LongSupplier line, XmlAncestors ancestors) {
        this.reader = reader;
        this.line = line;
        this.ancestors = ancestors;
    }

    /** Whether a record, or what may become one, is open. */
    boolean inRecord() {
        return place != Place.OUTSIDE;
    }

    /** Leaves what is open and has become no record: records were found inside it. */
    void leaveEnvelope() {
        place = Place.OUTSIDE;
        strange = 0;
    }

    /** Takes the text outside of records that may be a packed record. */
    String takePacked() {
        String text = packed.toString();
        packed.setLength(0);
        return text;
    }

    /** Begins an element. */
    Step begin(RecordAssembler image) {
        strayReported = false;
        packed.setLength(0);
        String name = reader.getLocalName();
        MarcXmlNames record = MarcXmlNames.of(name);
        if (record != null && (place == Place.OUTSIDE || !image.begun())) {
            beginRecord(record, image);
            return Step.BEGUN;
        }
        if (place == Place.OUTSIDE) {
            ancestors.push(reader);
            return Step.GO_ON;
        }
        if (record != null && strange == 0 && record.has(reader.getNamespaceURI())) {
            return cut(image);
        }
        if (strange > 0 || !isKnown(name, image)) {
            beginStrange(name, image);
            return Step.GO_ON;
        }
        switch (place) {
            case LEADER -> leader.setLength(0);
            case CONTROL_FIELD -> {
                leader.setLength(0);
                image.beginField(names.tag(attribute(names.tag)));
            }
            case DATA_FIELD -> {
                image.beginField(names.tag(attribute(names.tag)));
                image.indicator(1, attribute(names.indicator1));
                image.indicator(2, attribute(names.indicator2));
            }
            default -> image.beginSubfield(attribute(names.code));
        }
        return Step.GO_ON;
    }

    private void beginRecord(MarcXmlNames record, RecordAssembler image) {
        ancestors.push(reader);
        recordDepth = ancestors.depth();
        image.clear();
        strange = 0;
        place = Place.RECORD;
        names = record;
        needsLeader = !record.has(reader.getNamespaceURI());
        if (record == MarcXmlNames.OAI) {
            image.leader(leaderOfOai());
        }
    }

    /** The leader that the attributes of {@code oai_marc} give. */
    private String leaderOfOai() {
        StringBuilder text = new StringBuilder("00000     2200000   4500");
        setLeader(text, 5, "status");
        setLeader(text, 6, "type");
        setLeader(text, 7, "level");
        setLeader(text, 8, "ctlType");
        setLeader(text, 9, "charEnc");
        setLeader(text, 17, "encLvl");
        setLeader(text, 18, "catForm");
        setLeader(text, 19, "lrRqrd");
        return text.toString();
    }

    private void setLeader(StringBuilder text, int position, String attribute) {
        String given = attribute(attribute);
        if (given != null && !given.isEmpty()) {
            text.setCharAt(position, given.charAt(0));
        }
    }

    private boolean isKnown(String name, RecordAssembler image) {
        if (name.equals("leader")) {
            return beginIn(Place.RECORD, Place.LEADER);
        }
        if (needsLeader && !image.hasLeader()) {
            return false;
        }
        if (name.equals(names.controlField)) {
            return beginIn(Place.RECORD, Place.CONTROL_FIELD);
        }
        if (name.equals(names.dataField)) {
            return beginIn(Place.RECORD, Place.DATA_FIELD);
        }
        return name.equals("subfield") && beginIn(Place.DATA_FIELD, Place.SUBFIELD);
    }

    private boolean beginIn(Place outer, Place inner) {
        if (place != outer) {
            return false;
        }
        place = inner;
        return true;
    }

    private void beginStrange(String name, RecordAssembler image) {
        if (!image.begun()) {
            ancestors.push(reader);
        }
        strange++;
        if (strange == 1) {
            image.note(
                    Kind.FORMAT,
                    null,
                    "line %d: found an element %s where MARCXML has none; %s"
                            .formatted(
                                    line.getAsLong(),
                                    name,
                                    keepsText() ? "its text is kept" : "it is not read"));
        }
    }

    private boolean keepsText() {
        return place == Place.LEADER || place == Place.CONTROL_FIELD || place == Place.SUBFIELD;
    }

    /** Ends the record at hand, inside which another one begins. */
    private Step cut(RecordAssembler image) {
        if (place == Place.LEADER) {
            image.leader(leader.toString());
        } else if (place != Place.RECORD) {
            endField(image);
        }
        image.note(
                Kind.FORMAT,
                null,
                "line %d: a record begins before this one ends".formatted(line.getAsLong()));
        return Step.CUT;
    }

    /** Ends an element. */
    Step finish(RecordAssembler image) {
        strayReported = false;
        if (strange > 0) {
            strange--;
            if (image.begun()) {
                return Step.GO_ON;
            }
            ancestors.pop();
            return outside();
        }
        switch (place) {
            case OUTSIDE -> {
                ancestors.pop();
                return outside();
            }
            case RECORD -> {
                place = Place.OUTSIDE;
                ancestors.pop();
                return image.begun() ? Step.RECORD : outside();
            }
            case LEADER -> {
                image.leader(leader.toString());
                place = Place.RECORD;
            }
            case CONTROL_FIELD, DATA_FIELD -> {
                endField(image);
                place = Place.RECORD;
            }
            case SUBFIELD -> place = Place.DATA_FIELD;
        }
        return Step.GO_ON;
    }

    private Step outside() {
        return packed.isEmpty() ? Step.GO_ON : Step.PACKED;
    }

    private void endField(RecordAssembler image) {
        if (place == Place.CONTROL_FIELD && names == MarcXmlNames.OAI) {
            image.append(names.data(leader.toString()));
        }
        if (place == Place.CONTROL_FIELD) {
            image.endControlField();
        } else {
            image.endDataField();
        }
    }

    /** Takes text. */
    void text(RecordAssembler image, XmlEncoding encoding) throws XMLStreamException {
        // What is not asked for the library passes over, and takes then for well-formed what is
        // not.
        char[] text = reader.getTextCharacters();
        int start = reader.getTextStart();
        int length = reader.getTextLength();
        if (place == Place.OUTSIDE || (place == Place.RECORD && !image.begun())) {
            pack(text, start, length);
        }
        if (place == Place.OUTSIDE || (strange > 0 && !keepsText())) {
            return;
        }
        switch (place) {
            case LEADER -> leader.append(text, start, Math.min(length, LONGEST_LEADER));
            case CONTROL_FIELD, SUBFIELD -> {
                if (place == Place.CONTROL_FIELD && names == MarcXmlNames.OAI) {
                    leader.append(text, start, length);
                } else {
                    image.append(text, start, length);
                }
                reportReplaced(image, text, start, length, encoding);
            }
            default -> reportStray(image, text, start, length);
        }
    }

    /** Collects text that begins as a tag does. */
    private void pack(char[] text, int start, int length) {
        int from = start;
        if (packed.isEmpty()) {
            while (from < start + length && Character.isWhitespace(text[from])) {
                from++;
            }
            if (from == start + length || text[from] != '<') {
                return;
            }
        }
        int rest = start + length - from;
        if (packed.length() <= LONGEST_PACKED - rest) {
            packed.append(text, from, rest);
        }
    }

    private void reportStray(RecordAssembler image, char[] text, int start, int length) {
        String stray = new String(text, start, length).stripLeading();
        if (!stray.isEmpty() && !strayReported) {
            strayReported = true;
            long after = stray.chars().filter(c -> c == '\n').count();
            image.note(
                    Kind.FORMAT,
                    null,
                    "line %d: found text between elements; it is not read"
                            .formatted(line.getAsLong() - after));
        }
    }

    /** Takes note where bytes of the input mean nothing in its encoding. */
    private static void reportReplaced(
            RecordAssembler image, char[] text, int start, int length, XmlEncoding encoding) {
        if (!encoding.replaces()) {
            return;
        }
        for (int i = start; i < start + length; i++) {
            if (text[i] == '\uFFFD') {
                image.note(
                        Kind.UNDECODABLE,
                        image.tag(),
                        "bytes mean nothing in %s; they read as U+FFFD".formatted(encoding.name()));
                return;
            }
        }
    }

    /** Closes the record at hand, and what it is in without being one, for reading to go on. */
    void leaveRecord() {
        while (place != Place.OUTSIDE && ancestors.depth() >= recordDepth) {
            ancestors.pop();
        }
    }

    private @Nullable String attribute(String name) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (reader.getAttributeLocalName(i).equals(name)) {
                return reader.getAttributeValue(i);
            }
        }
        return null;
    }
}

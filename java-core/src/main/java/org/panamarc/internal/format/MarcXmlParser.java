package org.panamarc.internal.format;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.util.Arrays;
import java.util.Set;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect.Kind;

/**
 * Reads MARCXML (the MARC 21 XML schema, "slim"): {@code record} elements of its namespace, of
 * MarcXchange's (ISO 25577) or of none, wherever they stand. Document types are passed over, and
 * entities other than XML's own five are not known, so nothing outside the input is ever read.
 */
public final class MarcXmlParser implements FormatParser {
    /** The namespaces of records; the empty one is none. */
    private static final Set<String> NAMESPACES =
            Set.of(
                    "",
                    "http://www.loc.gov/MARC21/slim",
                    "info:lc/xmlns/marcxchange-v1",
                    "info:lc/xmlns/marcxchange-v2");

    /** The byte order mark of UTF-8. The library takes it only in one piece. */
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** Characters of a leader's text that are looked at, a piece. */
    private static final int LONGEST_LEADER = 1000;

    /** Where the parser stands. */
    private enum Place {
        OUTSIDE,
        RECORD,
        LEADER,
        CONTROL_FIELD,
        DATA_FIELD,
        SUBFIELD
    }

    private final AsyncXMLStreamReader<AsyncByteArrayFeeder> reader;
    private final StringBuilder leader = new StringBuilder();
    private Place place = Place.OUTSIDE;
    private int strange; // depth in an element that has no business where it is, else 0
    private boolean ended; // whether there are no more bytes
    private boolean over; // whether nothing more can be read
    private int mark; // bytes of a byte order mark at the start
    private long fed; // bytes so far
    private long position;
    private String problem = "";

    /** A parser that stands at the start of its input. */
    public MarcXmlParser() {
        InputFactoryImpl factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.configureForSpeed();
        this.reader = factory.createAsyncForByteArray();
    }

    @Override
    public Outcome next(RecordImage image) {
        if (over) {
            return Outcome.END;
        }
        try {
            return parse(image);
        } catch (XMLStreamException e) {
            Location location = e.getLocation() == null ? reader.getLocation() : e.getLocation();
            return malformed(location, reason(e));
        }
    }

    private Outcome parse(RecordImage image) throws XMLStreamException {
        while (true) {
            switch (reader.next()) {
                case AsyncXMLStreamReader.EVENT_INCOMPLETE -> {
                    if (!ended) {
                        return Outcome.MORE;
                    }
                    return fed == 0
                            ? over()
                            : malformed(reader.getLocation(), "the input ends too early");
                }
                case XMLStreamConstants.END_DOCUMENT -> {
                    return over();
                }
                case XMLStreamConstants.START_ELEMENT -> begin(image);
                case XMLStreamConstants.END_ELEMENT -> {
                    if (finish(image)) {
                        // The event's own location is where its tag begins.
                        position = mark + reader.getLocationInfo().getEndingByteOffset();
                        return Outcome.RECORD;
                    }
                }
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE ->
                        text(image);
                case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new XMLStreamException(
                                "the entity &%s; is not known; only XML's own five are"
                                        .formatted(reader.getLocalName()),
                                reader.getLocation());
                default -> {} // comments, processing instructions, document type
            }
        }
    }

    private void begin(RecordImage image) {
        if (strange > 0) {
            strange++;
            return;
        }
        String name = reader.getLocalName();
        if (place == Place.OUTSIDE) {
            if (name.equals("record") && NAMESPACES.contains(namespace())) {
                image.clear();
                place = Place.RECORD;
            }
            return;
        }
        boolean known =
                switch (name) {
                    case "leader" -> beginIn(Place.RECORD, Place.LEADER);
                    case "controlfield" -> beginIn(Place.RECORD, Place.CONTROL_FIELD);
                    case "datafield" -> beginIn(Place.RECORD, Place.DATA_FIELD);
                    case "subfield" -> beginIn(Place.DATA_FIELD, Place.SUBFIELD);
                    default -> false;
                };
        if (!known) {
            strange = 1;
            image.note(
                    Kind.FORMAT,
                    null,
                    "line %d: an element %s stands where MARCXML has none; it is not read"
                            .formatted(reader.getLocation().getLineNumber(), name));
            return;
        }
        switch (place) {
            case LEADER -> leader.setLength(0);
            case CONTROL_FIELD -> image.beginField(attribute("tag", ""));
            case DATA_FIELD -> {
                image.beginField(attribute("tag", ""));
                image.append(attribute("ind1", " "));
                image.append(attribute("ind2", " "));
            }
            default -> {
                image.beginSubfield();
                image.append(attribute("code", ""));
            }
        }
    }

    private boolean beginIn(Place outer, Place inner) {
        if (place != outer) {
            return false;
        }
        place = inner;
        return true;
    }

    /** Ends an element; whether it is a record. */
    private boolean finish(RecordImage image) {
        if (strange > 0) {
            strange--;
            return false;
        }
        switch (place) {
            case OUTSIDE -> {}
            case RECORD -> {
                place = Place.OUTSIDE;
                return true;
            }
            case LEADER -> {
                image.leader(leader.toString());
                place = Place.RECORD;
            }
            case CONTROL_FIELD, DATA_FIELD -> {
                image.endField();
                place = Place.RECORD;
            }
            case SUBFIELD -> place = Place.DATA_FIELD;
        }
        return false;
    }

    private void text(RecordImage image) throws XMLStreamException {
        if (place == Place.OUTSIDE || strange > 0) {
            return;
        }
        char[] text = reader.getTextCharacters();
        int start = reader.getTextStart();
        int length = reader.getTextLength();
        switch (place) {
            case LEADER -> leader.append(text, start, Math.min(length, LONGEST_LEADER));
            case CONTROL_FIELD, SUBFIELD -> image.append(text, start, length);
            default -> {
                String stray = new String(text, start, length).strip();
                if (!stray.isEmpty()) {
                    image.note(
                            Kind.FORMAT,
                            null,
                            "line %d: text stands between elements; it is not read"
                                    .formatted(reader.getLocation().getLineNumber()));
                }
            }
        }
    }

    private String namespace() {
        String uri = reader.getNamespaceURI();
        return uri == null ? "" : uri;
    }

    private String attribute(String name, String otherwise) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (reader.getAttributeLocalName(i).equals(name)) {
                return reader.getAttributeValue(i);
            }
        }
        return otherwise;
    }

    private Outcome over() {
        over = true;
        position = fed;
        return Outcome.END;
    }

    private Outcome malformed(Location location, String what) {
        over();
        problem =
                "malformed XML at line %d, column %d: %s"
                        .formatted(location.getLineNumber(), location.getColumnNumber(), what);
        return Outcome.MALFORMED;
    }

    /** The parser's words without the place, which stands before them here. */
    private static String reason(XMLStreamException e) {
        @Nullable String message = e.getMessage();
        if (message == null) {
            return e.getClass().getSimpleName();
        }
        int at = message.indexOf("Message: ");
        String text = at < 0 ? message : message.substring(at + "Message: ".length());
        int place = text.indexOf("\n at [row");
        return (place < 0 ? text : text.substring(0, place)).strip();
    }

    @Override
    public void feed(byte[] bytes, int length) {
        int start = 0;
        while (fed + start == mark
                && mark < MARK.length
                && start < length
                && bytes[start] == MARK[mark]) {
            mark++;
            start++;
        }
        try {
            if (start < length) {
                // From its start, as the library loses count otherwise.
                byte[] rest = start == 0 ? bytes : Arrays.copyOfRange(bytes, start, length);
                reader.getInputFeeder().feedInput(rest, 0, length - start);
            }
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        fed += length;
    }

    @Override
    public void end() {
        ended = true;
        reader.getInputFeeder().endOfInput();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public String problem() {
        return problem;
    }
}

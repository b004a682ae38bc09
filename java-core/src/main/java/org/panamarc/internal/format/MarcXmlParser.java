package org.panamarc.internal.format;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.UncheckedStreamException;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.ByteArrayOutputStream;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Objects;
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
    private boolean strayTold; // whether text between elements was reported since the last tag
    private boolean ended; // whether there are no more bytes
    private boolean over; // whether nothing more can be read
    private final ByteArrayOutputStream first = new ByteArrayOutputStream(); // until it tells
    private @Nullable XmlEncoding encoding; // null until it is known
    private final LineCount lines = new LineCount(); // since the library's misses some
    private byte[] utf8 = {}; // what the library was given last
    private long utf8Before; // bytes given to it before that
    private long originalBefore; // the bytes of the input which these were
    private long fed; // bytes so far
    private long position;
    private String problem = "";
    private String refused = ""; // why the input is not read at all

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
        if (!refused.isEmpty()) {
            over();
            problem = refused;
            return Outcome.MALFORMED;
        }
        try {
            return parse(image);
        } catch (XMLStreamException e) {
            String reason = reason(e);
            return malformed(at(e, reason), reason);
        } catch (UncheckedStreamException e) { // of text, which is read when it is asked for
            return malformed(here(), reason(e));
        }
    }

    private Outcome parse(RecordImage image) throws XMLStreamException {
        while (true) {
            switch (event()) {
                case AsyncXMLStreamReader.EVENT_INCOMPLETE -> {
                    if (!ended) {
                        return Outcome.MORE;
                    }
                    return fed == 0 ? over() : malformed(here(), "the input ends too early");
                }
                case XMLStreamConstants.END_DOCUMENT -> {
                    return over();
                }
                case XMLStreamConstants.START_ELEMENT -> begin(image);
                case XMLStreamConstants.END_ELEMENT -> {
                    if (finish(image)) {
                        // The event's own location is where its tag begins.
                        position = original(reader.getLocationInfo().getEndingByteOffset());
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

    private int event() throws XMLStreamException {
        try {
            return reader.next();
        } catch (UncheckedStreamException e) {
            throw e;
        } catch (RuntimeException e) { // such as of an element whose prefix is xmlns
            throw new XMLStreamException(reason(e), reader.getLocation(), e);
        }
    }

    /** The place in the input of what the library has read up to here. */
    private long original(long behind) {
        XmlEncoding known = Objects.requireNonNull(encoding);
        int length = (int) (behind - utf8Before);
        return known.mark() + originalBefore + known.originalLength(utf8, length);
    }

    private void begin(RecordImage image) {
        strayTold = false;
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
                            .formatted(lines.line(here()), name));
            return;
        }
        switch (place) {
            case LEADER -> leader.setLength(0);
            case CONTROL_FIELD -> image.beginField(tag());
            case DATA_FIELD -> {
                image.beginField(tag());
                image.indicator(1, attribute("ind1"));
                image.indicator(2, attribute("ind2"));
            }
            default -> {
                image.beginSubfield(attribute("code"));
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
        strayTold = false;
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
        // What is not asked for the library passes over, and takes then for well-formed what is
        // not.
        char[] text = reader.getTextCharacters();
        int start = reader.getTextStart();
        int length = reader.getTextLength();
        if (place == Place.OUTSIDE || strange > 0) {
            return;
        }
        switch (place) {
            case LEADER -> leader.append(text, start, Math.min(length, LONGEST_LEADER));
            case CONTROL_FIELD, SUBFIELD -> {
                image.append(text, start, length);
                tellReplaced(image, text, start, length);
            }
            default -> {
                String stray = new String(text, start, length).stripLeading();
                if (!stray.isEmpty() && !strayTold) {
                    strayTold = true;
                    long behind = stray.chars().filter(c -> c == '\n').count();
                    image.note(
                            Kind.FORMAT,
                            null,
                            "line %d: text stands between elements; it is not read"
                                    .formatted(lines.line(here()) - behind));
                }
            }
        }
    }

    /** Takes note where bytes of the input mean nothing in its encoding. */
    private void tellReplaced(RecordImage image, char[] text, int start, int length) {
        XmlEncoding known = Objects.requireNonNull(encoding);
        if (!known.replaces()) {
            return;
        }
        for (int i = start; i < start + length; i++) {
            if (text[i] == '\uFFFD') {
                image.note(
                        Kind.UNDECODABLE,
                        image.tag(),
                        "bytes mean nothing in %s; they read as U+FFFD".formatted(known.name()));
                return;
            }
        }
    }

    private String namespace() {
        String uri = reader.getNamespaceURI();
        return uri == null ? "" : uri;
    }

    private String tag() {
        String tag = attribute("tag");
        return tag == null ? "" : tag;
    }

    private @Nullable String attribute(String name) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (reader.getAttributeLocalName(i).equals(name)) {
                return reader.getAttributeValue(i);
            }
        }
        return null;
    }

    private Outcome over() {
        over = true;
        position = fed;
        return Outcome.END;
    }

    /** How far the library has come, in what it was given last. */
    private int here() {
        return at(reader.getLocationInfo().getCurrentLocation());
    }

    /** A place in what the library was given last, whose start stands for all before it. */
    private int at(Location location) {
        int at = location.getCharacterOffset() - (int) utf8Before; // both wrap around at 2 GiB
        return Math.clamp(at, 0, utf8.length);
    }

    /** Where that is which the library does not take. */
    private int at(XMLStreamException e, String reason) {
        if (reason.startsWith("Unexpected end tag")) {
            // Of which it has passed over as many bytes as the right name has.
            return at(reader.getLocation());
        }
        return e.getLocation() == null ? here() : at(e.getLocation());
    }

    private Outcome malformed(int at, String what) {
        over();
        problem =
                "malformed XML at line %d, column %d: %s"
                        .formatted(lines.line(at), lines.column(at), what);
        return Outcome.MALFORMED;
    }

    /** The parser's words without the place, which stands before them here. */
    private static String reason(Throwable e) {
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
        fed += length;
        if (encoding != null) {
            give(encoding, bytes, length);
            return;
        }
        first.write(bytes, 0, length);
        if (!XmlEncoding.needsMore(first.toByteArray(), first.size())) {
            begin();
        }
    }

    /** Begins with the bytes that tell the encoding. */
    private void begin() {
        byte[] bytes = first.toByteArray();
        try {
            XmlEncoding found = XmlEncoding.of(bytes, Math.min(bytes.length, XmlEncoding.MOST));
            encoding = found;
            byte[] document = Arrays.copyOfRange(bytes, found.mark(), bytes.length);
            give(found, document, document.length);
        } catch (UnsupportedCharsetException e) {
            refused =
                    "malformed XML at line 1, column 1: the encoding is '%s'; expected UTF-8, UTF-16 or one of one byte a character that Java knows"
                            .formatted(e.getCharsetName());
        }
    }

    private void give(XmlEncoding known, byte[] bytes, int length) {
        originalBefore += known.originalLength(utf8, utf8.length);
        utf8Before += utf8.length;
        utf8 = known.toUtf8(bytes, length);
        lines.next(utf8, utf8.length);
        if (utf8.length == 0) {
            return;
        }
        try {
            // From its start, as the library loses count otherwise.
            reader.getInputFeeder().feedInput(utf8, 0, utf8.length);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void end() {
        ended = true;
        if (encoding == null && first.size() > 0) {
            begin();
        }
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

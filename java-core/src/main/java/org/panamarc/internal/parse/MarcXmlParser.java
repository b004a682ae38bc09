package org.panamarc.internal.parse;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.UncheckedStreamException;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Pattern;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Reads MARCXML (the MARC 21 XML schema, "slim"), MarcXchange (ISO 25577) and oai_marc: their
 * records wherever they are, as elements or packed as text, in one document, in several, or without
 * a root element. Something malformed costs the record that it is in: reading goes on at the next
 * start tag of a record. Document types are passed over, and entities other than XML's own five are
 * not known, so nothing outside the input is ever read.
 */
public final class MarcXmlParser implements FormatParser {
    /** Start tags of elements around records, in bytes, with which reading begins again at most. */
    private static final int MOST_REOPENED = 1 << 16;

    /** Bytes at the end of the input among which the name of a record's tag may begin. */
    private static final int LONGEST_TAG = 128;

    private static final Pattern PACKED_RECORD =
            Pattern.compile("<(?:[^\\s<>:]+:)?(?:record|oai_marc)[\\s/>]");

    private final XmlInput input = new XmlInput();
    private final XmlAncestors ancestors = new XmlAncestors();
    private final boolean unpacks; // whether records packed as text are read
    private AsyncXMLStreamReader<AsyncByteArrayFeeder> reader;
    private MarcXmlElements elements;
    private long readerStart; // offset in the input of what the library was given first
    private byte @Nullable [] waiting; // what it is to be given next
    private long base; // before which every record that begins has been found
    private long begun; // where reading began again last
    private @Nullable MarcXmlParser packed; // of records packed as text
    private boolean seeking; // whether a place is sought where reading can go on
    private boolean betweenDocuments; // whether that may be the next document
    private boolean goesOn;
    private boolean ended; // whether there are no more bytes
    private boolean endGiven; // whether the library knows
    private boolean over; // whether nothing more can be read
    private long position;
    private String problem = "";
    private String refused = ""; // why the input is not read at all

    /** A parser at the start of its input. */
    public MarcXmlParser() {
        this(true);
    }

    private MarcXmlParser(boolean unpacks) {
        this.unpacks = unpacks;
        this.reader = newReader();
        this.elements = newElements();
        this.begun = -1;
    }

    private static AsyncXMLStreamReader<AsyncByteArrayFeeder> newReader() {
        InputFactoryImpl factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.configureForSpeed();
        return factory.createAsyncForByteArray();
    }

    private MarcXmlElements newElements() {
        return new MarcXmlElements(reader, () -> input.line(here()), ancestors);
    }

    @Override
    public Outcome next(RecordAssembler image) {
        goesOn = false;
        if (over) {
            return Outcome.END;
        }
        if (!refused.isEmpty()) {
            over();
            problem = refused;
            return Outcome.MALFORMED;
        }
        while (true) {
            Outcome outcome = packed == null ? Outcome.END : unpack(packed, image);
            if (outcome == Outcome.END) {
                packed = null;
                outcome = seeking ? seek() : tryToParse(image);
            }
            if (outcome != null) {
                return outcome;
            }
        }
    }

    /** What comes next; null where that is to be asked again. */
    private @Nullable Outcome tryToParse(RecordAssembler image) {
        try {
            return parse(image);
        } catch (XMLStreamException e) {
            String reason = reason(e);
            return malformed(at(e, reason), reason);
        } catch (UncheckedStreamException e) { // of text, which is read when it is asked for
            return malformed(here(), reason(e));
        }
    }

    private @Nullable Outcome parse(RecordAssembler image) throws XMLStreamException {
        while (true) {
            switch (event()) {
                case AsyncXMLStreamReader.EVENT_INCOMPLETE -> {
                    if (waiting != null) {
                        byte[] next = waiting;
                        waiting = null;
                        give(next);
                    } else if (!ended) {
                        return Outcome.NEED_INPUT;
                    } else if (!endGiven) {
                        endGiven = true;
                        reader.getInputFeeder().endOfInput();
                    } else {
                        return input.received() == 0
                                ? over()
                                : malformed(here(), "the input ends too early");
                    }
                }
                case XMLStreamConstants.END_DOCUMENT -> {
                    return over();
                }
                case XMLStreamConstants.START_ELEMENT -> {
                    if (begin(image)) {
                        return Outcome.RECORD;
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (finish(image)) {
                        return packed == null ? Outcome.RECORD : null;
                    }
                }
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE ->
                        elements.text(image, input.encoding());
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

    /** Begins an element; whether a record is complete. */
    private boolean begin(RecordAssembler image) throws XMLStreamException {
        long start = readerStart + reader.getLocationInfo().getStartingByteOffset();
        switch (elements.begin(image)) {
            case BEGUN -> passed(start + 1);
            case CUT -> {
                position = input.original(start);
                elements.leaveRecord();
                if (!restart(start)) {
                    throw new XMLStreamException("a record begins within another");
                }
                return true;
            }
            default -> {
                if (!elements.inRecord()) {
                    passed(readerStart + reader.getLocationInfo().getEndingByteOffset());
                }
            }
        }
        return false;
    }

    /** Ends an element; whether a record is complete, or there are packed ones. */
    private boolean finish(RecordAssembler image) throws XMLStreamException {
        MarcXmlElements.Step step = elements.finish(image);
        if (elements.inRecord() && step == MarcXmlElements.Step.GO_ON) {
            return false;
        }
        // The event's own location is where its tag begins.
        long after = readerStart + reader.getLocationInfo().getEndingByteOffset();
        if (!elements.inRecord()) {
            passed(after);
        }
        if (step == MarcXmlElements.Step.PACKED) {
            String text = elements.takePacked();
            if (unpacks && PACKED_RECORD.matcher(text).find()) {
                elements.leaveEnvelope();
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                packed = new MarcXmlParser(false);
                packed.feed(bytes, bytes.length);
                packed.end();
                position = input.original(after);
                return true;
            }
        }
        if (step == MarcXmlElements.Step.RECORD) {
            position = input.original(after);
            return true;
        }
        return false;
    }

    /** The next of the records that are packed as text. They share the place of that text. */
    private Outcome unpack(MarcXmlParser of, RecordAssembler image) {
        Outcome outcome = of.next(image);
        if (outcome == Outcome.MALFORMED) {
            problem = "in a record packed as text: " + of.problem();
            goesOn = true;
        }
        return outcome;
    }

    private void passed(long offset) {
        base = Math.max(base, offset);
        input.keepFrom(base);
    }

    private Outcome over() {
        over = true;
        position = input.received();
        return Outcome.END;
    }

    /** How far the library has come. */
    private long here() {
        return at(reader.getLocationInfo().getCurrentLocation());
    }

    private long at(Location location) {
        return input.offset((int) readerStart + location.getCharacterOffset()); // which wraps
    }

    /** Where that is which the library does not take. */
    private long at(XMLStreamException e, String reason) {
        if (reason.startsWith("Unexpected end tag")) {
            // Of which it has passed over as many bytes as the right name has.
            return at(reader.getLocation());
        }
        return e.getLocation() == null ? here() : at(e.getLocation());
    }

    private @Nullable Outcome malformed(long at, String what) {
        problem =
                "malformed XML at line %d, column %d: %s"
                        .formatted(input.line(at), input.column(at), what);
        seeking = true;
        betweenDocuments = !elements.inRecord();
        return seek();
    }

    /** Seeks a place where reading can go on; null where it can, and nothing was lost. */
    private @Nullable Outcome seek() {
        if (betweenDocuments) {
            long next = XmlResume.nextDocument(input, base, ancestors.depth() == 0, ended);
            if (next == XmlResume.MORE) {
                return Outcome.NEED_INPUT;
            }
            betweenDocuments = false;
            if (next >= 0 && next > begun && restart(next)) {
                return null;
            }
        }
        boolean outermost = ancestors.depth() == 0 && !elements.inRecord();
        long next = XmlResume.nextRecord(input, base, outermost, ended);
        if (next == XmlResume.MORE) {
            passed(input.limit() - LONGEST_TAG);
            return Outcome.NEED_INPUT;
        }
        elements.leaveRecord();
        goesOn = next >= 0 && restart(next);
        if (goesOn) {
            position = input.original(next);
        } else {
            over();
        }
        return Outcome.MALFORMED;
    }

    /** Begins again at an offset, inside the elements that are open; whether that is possible. */
    private boolean restart(long at) {
        byte[] tags = ancestors.reopened();
        if (tags.length > MOST_REOPENED) {
            return false;
        }
        reader = newReader();
        elements = newElements();
        readerStart = at - tags.length;
        endGiven = false;
        seeking = false;
        begun = at;
        waiting = input.from(at);
        passed(at + 1); // where it may be malformed again
        give(tags);
        return true;
    }

    /** The parser's words without the place, which precedes them here. */
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
        try {
            take(input.add(bytes, length));
        } catch (UnsupportedCharsetException e) {
            refuse(e);
        }
    }

    private void refuse(UnsupportedCharsetException e) {
        refused =
                "malformed XML at line 1, column 1: the encoding is '%s'; expected UTF-8, UTF-16 or one of one byte a character that Java knows"
                        .formatted(e.getCharsetName());
    }

    private void take(byte[] utf8) {
        if (!seeking) {
            give(utf8);
        }
    }

    private void give(byte[] utf8) {
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
        try {
            take(input.end());
        } catch (UnsupportedCharsetException e) {
            refuse(e);
        }
    }

    @Override
    public boolean goesOn() {
        return goesOn;
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

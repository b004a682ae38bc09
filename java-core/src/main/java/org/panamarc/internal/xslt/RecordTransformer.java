package org.panamarc.internal.xslt;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.sax.SAXSource;
import javax.xml.transform.stream.StreamResult;
import org.panamarc.internal.iso2709.EncodeException;
import org.xml.sax.InputSource;
import org.xml.sax.XMLReader;

/** Applies a stylesheet to one record after the other. Not thread-safe. */
public final class RecordTransformer {
    /** Records after which what the processor keeps, such as documents it has read, is dropped. */
    private static final int MOST_RECORDS = 10_000;

    private final CompiledStylesheet stylesheet;
    private final XMLReader reader = LocalFiles.reader();
    private Transformer transformer;
    private int records; // by this transformer
    private String message = ""; // the last of the stylesheet's for the record
    private long messages;

    /** What applies a stylesheet. */
    public RecordTransformer(CompiledStylesheet stylesheet) {
        this.stylesheet = stylesheet;
        this.transformer = stylesheet.transformer(this::take);
    }

    private void take(String text) {
        message = text.replaceAll("\\s+", " ").strip();
        messages++;
    }

    /** The stylesheet's last message for the record that was transformed last; empty for none. */
    public String message() {
        return message;
    }

    /** How many messages the stylesheet gave since this was asked last. */
    public long takeMessages() {
        long count = messages;
        messages = 0;
        return count;
    }

    /** Whether the result is text, of which nothing is markup. */
    public boolean isText() {
        return stylesheet.isText();
    }

    /**
     * Applies the stylesheet to a record.
     *
     * @param xml holds a document of MARCXML, whose root is the record
     * @param to the offset after the document in {@code xml}
     * @param result gets what the stylesheet makes of it, in UTF-8
     * @throws EncodeException if the stylesheet fails
     */
    public void transform(byte[] xml, int from, int to, OutputStream result) {
        if (records++ == MOST_RECORDS) {
            transformer = stylesheet.transformer(this::take);
            records = 0;
        }
        message = "";
        InputSource input = new InputSource(new ByteArrayInputStream(xml, from, to - from));
        try {
            transformer.transform(new SAXSource(reader, input), new StreamResult(result));
        } catch (TransformerException e) {
            int line = ErrorPlace.line(e);
            throw new EncodeException(
                    null,
                    "%s%s: %s"
                            .formatted(
                                    ErrorPlace.file(e, "the stylesheet"),
                                    line == 0 ? "" : ", line " + line,
                                    ErrorPlace.isByMessage(e) ? message : ErrorPlace.message(e)));
        }
    }
}

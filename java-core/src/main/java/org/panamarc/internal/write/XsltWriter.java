package org.panamarc.internal.write;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.panamarc.internal.iso2709.EncodeException;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.xslt.CompiledStylesheet;
import org.panamarc.internal.xslt.RecordTransformer;

/** Writes what a stylesheet makes of records in MARCXML, each of which is a document of its own. */
final class XsltWriter implements RecordWriter {
    private final RecordTransformer transformer;
    private final MarcXmlWriter source;
    private final ConversionLosses losses;
    private final OutputBuffer document = new OutputBuffer();
    private final String begin;
    private final String end;

    XsltWriter(CompiledStylesheet stylesheet, String root, ConversionLosses losses) {
        this.losses = losses;
        this.transformer = new RecordTransformer(stylesheet);
        this.source = MarcXmlWriter.ofDocuments(losses);
        int brace = root.lastIndexOf('}');
        String name = root.substring(brace + 1);
        String namespace = brace < 0 ? "" : " xmlns=\"%s\"".formatted(root.substring(1, brace));
        boolean wrapped = !root.isEmpty();
        this.begin =
                wrapped
                        ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<%s%s>\n"
                                .formatted(name, namespace)
                        : "";
        this.end = wrapped ? "</%s>\n".formatted(name) : "";
    }

    @Override
    public void begin(OutputBuffer out) {
        put(begin, out);
    }

    @Override
    public void write(BatchView batch, int record, OutputBuffer out) {
        document.end(0);
        source.write(batch, record, document);
        try {
            transformer.transform(document.bytes(), 0, document.end(), new Result(out));
        } catch (EncodeException e) {
            transformer.takeMessages(); // the error quotes it
            throw new EncodeException(
                    null,
                    "%s; the record is at byte %d"
                            .formatted(e.getMessage(), batch.inputStart(record)));
        }
        long messages = transformer.takeMessages();
        if (messages > 0) {
            losses.addMessages(messages, transformer.message());
        }
        if (!transformer.isText()) {
            put("\n", out);
        }
    }

    @Override
    public void end(OutputBuffer out) {
        put(end, out);
    }

    private static void put(String text, OutputBuffer out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.reserve(bytes.length);
        out.put(bytes);
    }

    /** Puts what is written to a stream into a buffer. */
    private static final class Result extends OutputStream {
        private final OutputBuffer out;

        Result(OutputBuffer out) {
            this.out = out;
        }

        @Override
        public void write(int b) {
            out.reserve(1);
            out.put(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            out.reserve(length);
            out.put(bytes, from, from + length);
        }
    }
}

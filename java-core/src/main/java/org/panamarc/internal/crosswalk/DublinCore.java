package org.panamarc.internal.crosswalk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.panamarc.internal.layout.BatchView;

/**
 * Dublin Core in XML, a record a line: simple, as OAI-PMH has it, or qualified, as the DCMI's
 * guidelines for XML of 2003 have it. Rows of {@code dublin-core.tsv} say what goes where; fields
 * go in the record's order, and a value once where an element would have it twice.
 */
public final class DublinCore implements Crosswalk {
    private static final Set<String> ELEMENTS =
            Set.of(
                    "contributor",
                    "coverage",
                    "creator",
                    "date",
                    "description",
                    "format",
                    "identifier",
                    "language",
                    "publisher",
                    "relation",
                    "rights",
                    "source",
                    "subject",
                    "title",
                    "type");
    private static final String DC = "http://purl.org/dc/elements/1.1/";
    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    private static final String NONE = "-";

    private static final Map<String, List<DublinCoreRow>> ROWS = rows();
    private static final Map<Character, String> TYPES = types();
    private static final String COLLECTIONS = "c"; // leader/07

    private final boolean qualified;
    private final XmlText xml = new XmlText();

    /** One of the two. */
    public DublinCore(boolean qualified) {
        this.qualified = qualified;
    }

    private static Map<String, List<DublinCoreRow>> rows() {
        Map<String, List<DublinCoreRow>> rows = new HashMap<>();
        for (List<String> cells : Table.rows("dublin-core.tsv", 7)) {
            DublinCoreRow row = DublinCoreRow.of(cells);
            for (String tag : row.rule().tags()) {
                rows.computeIfAbsent(tag, key -> new ArrayList<>()).add(row);
            }
        }
        return rows;
    }

    private static Map<Character, String> types() {
        Map<Character, String> types = new HashMap<>();
        for (List<String> cells : Table.rows("dublin-core-types.tsv", 2)) {
            for (char type : cells.getFirst().toCharArray()) {
                types.put(type, cells.getLast());
            }
        }
        return types;
    }

    @Override
    public String head() {
        return qualified
                ? XML
                        + "<collection xmlns:dc=\"%s\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                                .formatted(DC)
                        + "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n"
                : XML
                        + "<oai_dc:dcCollection "
                        + "xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
                        + "xmlns:dc=\"%s\">\n".formatted(DC);
    }

    @Override
    public String between() {
        return "";
    }

    @Override
    public String foot() {
        return qualified ? "</collection>\n" : "</oai_dc:dcCollection>\n";
    }

    @Override
    public CharSequence text(BatchView batch, int record) {
        SourceRecord source = SourceRecord.of(batch, record);
        StringBuilder out = new StringBuilder();
        Set<String> written = new LinkedHashSet<>();
        out.append(qualified ? "<qualifieddc>" : "<oai_dc:dc>");
        putType(source, written, out);
        for (SourceField field : source.fields()) {
            for (DublinCoreRow row : ROWS.getOrDefault(field.tag(), List.of())) {
                String element = qualified ? row.qualified() : row.simple();
                if (!element.equals(NONE)) {
                    for (String value : row.rule().values(field)) {
                        put(element, qualified ? row.scheme() : NONE, value, written, out);
                    }
                }
            }
        }
        out.append(qualified ? "</qualifieddc>\n" : "</oai_dc:dc>\n");
        return out;
    }

    private void putType(SourceRecord source, Set<String> written, StringBuilder out) {
        String scheme = qualified ? "DCMIType" : NONE;
        if (COLLECTIONS.indexOf(source.level()) >= 0) {
            put("type", scheme, "Collection", written, out);
        }
        put("type", scheme, TYPES.getOrDefault(source.type(), "Text"), written, out);
    }

    private void put(
            String element, String scheme, String value, Set<String> written, StringBuilder out) {
        if (!written.add(element + ' ' + value)) {
            return;
        }
        String name = (ELEMENTS.contains(element) ? "dc:" : "dcterms:") + element;
        out.append('<').append(name);
        if (!scheme.equals(NONE)) {
            out.append(" xsi:type=\"dcterms:").append(scheme).append('"');
        }
        out.append('>');
        xml.put(value, out);
        out.append("</").append(name).append('>');
    }

    @Override
    public int takeReplaced() {
        return xml.takeReplaced();
    }
}

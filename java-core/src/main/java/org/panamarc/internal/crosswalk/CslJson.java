package org.panamarc.internal.crosswalk;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** CSL-JSON: an array of items, each on a line. Not thread-safe. */
public final class CslJson extends CitationFormat {
    private final JsonFactory factory = new JsonFactory();

    @Override
    public String head() {
        return "[\n";
    }

    @Override
    public String between() {
        return ",\n";
    }

    @Override
    public String foot() {
        return "\n]\n";
    }

    @Override
    CharSequence text(Citation citation, String key) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("id", key);
            json.writeStringProperty("type", citation.type().csl());
            names(citation).forEach((role, names) -> write(role, names, json));
            for (CitedValue value : citation.values()) {
                write(value, json);
            }
            if (!citation.keywords().isEmpty()) {
                json.writeStringProperty("keyword", String.join("; ", citation.keywords()));
            }
            json.writeEndObject();
        }
        return out.getBuffer();
    }

    private static Map<String, List<CitedName>> names(Citation citation) {
        Map<String, List<CitedName>> names = new LinkedHashMap<>();
        for (Contribution one : citation.contributions()) {
            if (!one.role().csl().equals(NONE)) {
                names.computeIfAbsent(one.role().csl(), role -> new ArrayList<>()).add(one.name());
            }
        }
        return names;
    }

    private static void write(String role, List<CitedName> names, JsonGenerator json) {
        json.writeArrayPropertyStart(role);
        for (CitedName name : names) {
            json.writeStartObject();
            if (name.whole()) {
                json.writeStringProperty("literal", name.family());
            } else {
                json.writeStringProperty("family", name.family());
                if (!name.given().isEmpty()) {
                    json.writeStringProperty("given", name.given());
                }
                if (!name.suffix().isEmpty()) {
                    json.writeStringProperty("suffix", name.suffix());
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(CitedValue value, JsonGenerator json) {
        if (value.csl().equals(NONE)) {
            return;
        }
        if (!value.csl().equals("issued")) {
            json.writeStringProperty(value.csl(), value.text());
            return;
        }
        json.writeObjectPropertyStart("issued");
        json.writeArrayPropertyStart("date-parts");
        json.writeStartArray();
        json.writeNumber(Integer.parseInt(value.text()));
        json.writeEndArray();
        json.writeEndArray();
        json.writeEndObject();
    }
}

package org.panamarc.internal.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect.Kind;

/**
 * Reads fields of JSON that are not as MARC-in-JSON has them, from their trees: those of marc-hash
 * ({@code ["245","1","0",[["a","Title"]]]}), objects that describe a field by members for tag and
 * subfields, and lists of values. What means nothing is noted. Not thread-safe.
 */
final class JsonFields {
    private static final int CATMANDU_CODE = 3; // in ["245","1","0","a","Title"]

    /** The members of an object that describes a field or a subfield. */
    private static final class Members {
        private @Nullable JsonTree tag;
        private @Nullable JsonTree first;
        private @Nullable JsonTree second;
        private @Nullable JsonTree both;
        private @Nullable JsonTree code;
        private @Nullable JsonTree text;
        private @Nullable JsonTree subfields;
        private final JsonTree others =
                new JsonTree(JsonTree.Kind.OBJECT, ""); // with names of codes
        private boolean indicated; // whether there is an indicator
    }

    private final RecordAssembler image;
    private final long line; // in which the tree begins

    JsonFields(RecordAssembler image, long line) {
        this.image = image;
        this.line = line;
    }

    /** Reads an element of a list of fields. */
    void field(JsonTree tree) {
        switch (tree.kind) {
            case OBJECT -> described(tree);
            case ARRAY -> hash(tree.values);
            default -> note(scalar(tree));
        }
    }

    private void described(JsonTree tree) {
        Members members = members(tree);
        String tag = members.tag == null ? null : text(members.tag);
        if (tag == null) {
            note("an object without a tag");
        } else {
            field(tag, members);
        }
    }

    private void field(String tag, Members members) {
        boolean plain = members.subfields == null && members.others.values.isEmpty();
        if (plain && !members.indicated && members.text != null) {
            controlField(tag, members.text);
            return;
        }
        image.beginField(tag);
        JsonTree both = members.both;
        if (both != null && both.kind == JsonTree.Kind.ARRAY) {
            image.indicator(1, both.values.isEmpty() ? null : text(both.values.getFirst()));
            image.indicator(2, both.values.size() < 2 ? null : text(both.values.get(1)));
        } else if (both != null) {
            String given = both.text;
            image.indicator(1, given.isEmpty() ? null : given.substring(0, 1));
            image.indicator(2, given.length() < 2 ? null : given.substring(1));
        } else {
            image.indicator(1, members.first == null ? null : indicator(members.first));
            image.indicator(2, members.second == null ? null : indicator(members.second));
        }
        if (members.text != null) {
            append(members.text);
        }
        if (members.subfields != null) {
            subfields(members.subfields);
        }
        subfieldElement(members.others);
        image.endDataField();
    }

    private void controlField(String tag, JsonTree value) {
        String text = text(value);
        if (text == null) {
            note(what(value));
        } else if (tag.equals("LDR") && !image.hasLeader()) {
            image.leader(text);
        } else {
            image.beginField(tag);
            append(value);
            image.endControlField();
        }
    }

    /** A field of marc-hash, or of Catmandu, which has codes and values in the field's own list. */
    private void hash(List<JsonTree> values) {
        boolean tagged = !values.isEmpty() && values.getFirst().kind == JsonTree.Kind.STRING;
        if (!tagged || values.size() == 1) {
            note("an array");
            return;
        }
        String tag = values.getFirst().text;
        boolean pairs = values.size() == 4 && values.get(3).kind == JsonTree.Kind.ARRAY;
        boolean flat = values.size() > CATMANDU_CODE && values.size() % 2 == 1 && isFlat(values);
        if (values.size() == 2) {
            controlField(tag, values.get(1));
        } else if (flat && values.get(CATMANDU_CODE).text.equals("_")) {
            controlField(tag, values.get(CATMANDU_CODE + 1));
            unread(values, CATMANDU_CODE + 2);
        } else if (pairs || flat) {
            image.beginField(tag);
            image.indicator(1, indicator(values.get(1)));
            image.indicator(2, indicator(values.get(2)));
            if (pairs) {
                subfields(values.get(3));
            } else {
                for (int i = CATMANDU_CODE; i < values.size(); i += 2) {
                    subfield(text(values.get(i)), values.get(i + 1));
                }
            }
            image.endDataField();
        } else {
            note("an array of %d values under the tag %s".formatted(values.size(), tag));
        }
    }

    private static boolean isFlat(List<JsonTree> values) {
        return values.stream().noneMatch(JsonTree::isNested);
    }

    private void unread(List<JsonTree> values, int from) {
        if (values.size() > from) {
            note("%d more values".formatted(values.size() - from));
        }
    }

    /** Reads the value of a tag that is a list: of fields, or of one as marc-hash has it. */
    void values(String tag, JsonTree tree) {
        List<JsonTree> values = tree.values;
        if (values.size() == 3 && values.get(2).kind == JsonTree.Kind.ARRAY) {
            image.beginField(tag);
            image.indicator(1, indicator(values.getFirst()));
            image.indicator(2, indicator(values.get(1)));
            subfields(values.get(2));
            image.endDataField();
            return;
        }
        for (JsonTree value : values) {
            switch (value.kind) {
                case OBJECT -> keyed(tag, value);
                case ARRAY -> values(tag, value);
                default -> controlField(tag, value);
            }
        }
    }

    /** A data field, its tag being known. */
    private void keyed(String tag, JsonTree object) {
        field(tag, members(object));
    }

    /** Reads a member of a data field in MARC-in-JSON that is an object or a list. */
    void member(String name, JsonTree tree) {
        switch (JsonNames.of(name)) {
            case SUBFIELDS -> subfields(tree);
            default -> {
                if (name.codePointCount(0, name.length()) == 1) {
                    subfield(name, tree);
                } else {
                    note("a member " + name);
                }
            }
        }
    }

    /** Reads subfields: a list, or an object whose names are codes. */
    private void subfields(JsonTree tree) {
        switch (tree.kind) {
            case ARRAY -> tree.values.forEach(this::subfieldElement);
            case OBJECT -> subfieldElement(tree);
            case NULL -> {}
            default -> note(scalar(tree));
        }
    }

    /** Reads an element of a list of subfields. */
    void subfieldElement(JsonTree tree) {
        List<JsonTree> values = tree.values;
        if (tree.kind == JsonTree.Kind.ARRAY) {
            if (values.size() == 2 && !values.getFirst().isNested()) {
                subfield(values.getFirst().text, values.get(1));
            } else {
                note("an array of %d values".formatted(values.size()));
            }
        } else if (tree.kind == JsonTree.Kind.OBJECT) {
            Members members = isDescribed(tree) ? members(tree) : null;
            JsonTree code =
                    members == null ? null : members.code == null ? members.tag : members.code;
            if (members != null && code != null) {
                subfield(
                        text(code),
                        members.text == null
                                ? new JsonTree(JsonTree.Kind.STRING, "")
                                : members.text);
                return;
            }
            for (int i = 0; i < values.size(); i++) {
                subfield(tree.names.get(i), values.get(i));
            }
        } else {
            note(scalar(tree));
        }
    }

    /** Whether an object has a member for the code. */
    private static boolean isDescribed(JsonTree tree) {
        for (int i = 0; i < tree.values.size(); i++) {
            JsonNames.Role role = JsonNames.of(tree.names.get(i));
            boolean nested = tree.values.get(i).kind == JsonTree.Kind.OBJECT;
            if (role == JsonNames.Role.CODE
                    || role == JsonNames.Role.TAG
                    || (role == JsonNames.Role.ATTRIBUTES_OR_TEXT && nested)) {
                return true;
            }
        }
        return false;
    }

    /** Reads a subfield; a list is one for each of its values. */
    void subfield(@Nullable String code, JsonTree value) {
        if (value.kind == JsonTree.Kind.ARRAY) {
            value.values.forEach(one -> subfield(code, one));
            return;
        }
        if (text(value) == null) {
            note(what(value));
            return;
        }
        image.beginSubfield(code);
        append(value);
    }

    /** The leader in a tree; null where there is none. */
    static @Nullable String leader(JsonTree tree) {
        return text(tree);
    }

    /** Appends the text of a value, and notes where that is no string. */
    private void append(JsonTree value) {
        String text = text(value);
        if (text == null) {
            note(what(value));
            return;
        }
        if (value.kind == JsonTree.Kind.NULL || value.kind == JsonTree.Kind.OTHER) {
            noteScalar(image, line, value.kind == JsonTree.Kind.NULL, value.text);
        }
        image.append(text);
    }

    /** Takes note of a value that is no string, where one is expected. */
    static void noteScalar(RecordAssembler image, long line, boolean isNull, String text) {
        image.note(
                Kind.FORMAT,
                null,
                "line %d: found %s where MARC-in-JSON has a string; it is read as %s"
                        .formatted(line, text, isNull ? "empty" : "one"));
    }

    private static @Nullable String indicator(JsonTree tree) {
        return tree.kind == JsonTree.Kind.NULL ? null : text(tree);
    }

    /** The text of a scalar, of an element with text, or of a list of one; else null. */
    private static @Nullable String text(JsonTree tree) {
        return switch (tree.kind) {
            case STRING, OTHER -> tree.text;
            case NULL -> "";
            case ARRAY -> tree.values.size() == 1 ? text(tree.values.getFirst()) : null;
            case OBJECT -> elementText(tree);
        };
    }

    private static @Nullable String elementText(JsonTree tree) {
        for (int i = 0; i < tree.values.size(); i++) {
            JsonTree value = tree.values.get(i);
            JsonNames.Role role = JsonNames.of(tree.names.get(i));
            if (!value.isNested()
                    && (role == JsonNames.Role.TEXT || role == JsonNames.Role.ATTRIBUTES_OR_TEXT)) {
                return text(value);
            }
        }
        return null;
    }

    private Members members(JsonTree object) {
        Members members = new Members();
        gather(object, members);
        return members;
    }

    private void gather(JsonTree object, Members members) {
        for (int i = 0; i < object.values.size(); i++) {
            String name = object.names.get(i);
            JsonTree value = object.values.get(i);
            switch (JsonNames.of(name)) {
                case TAG -> members.tag = value;
                case INDICATOR_1 -> members.first = value;
                case INDICATOR_2 -> members.second = value;
                case INDICATORS -> members.both = value;
                case CODE -> members.code = value;
                case TEXT -> members.text = value;
                case SUBFIELDS -> members.subfields = value;
                case ATTRIBUTES_OR_TEXT -> {
                    if (value.kind == JsonTree.Kind.OBJECT) {
                        gather(value, members);
                    } else {
                        members.text = value;
                    }
                }
                case ASIDE -> {}
                default -> {
                    if (name.codePointCount(0, name.length()) == 1) {
                        members.others.names.add(name);
                        members.others.values.add(value);
                    } else if (value.kind != JsonTree.Kind.NULL) {
                        note("a member " + name);
                    }
                }
            }
        }
        members.indicated |=
                members.first != null || members.second != null || members.both != null;
    }

    private static String scalar(JsonTree tree) {
        return tree.kind == JsonTree.Kind.STRING ? "text" : tree.text;
    }

    private static String what(JsonTree tree) {
        return tree.kind == JsonTree.Kind.OBJECT ? "an object" : "an array";
    }

    private void note(String found) {
        note(image, line, found);
    }

    /** Takes note of something that means nothing where it is. */
    static void note(RecordAssembler image, long line, String found) {
        image.note(
                Kind.FORMAT,
                null,
                "line %d: found %s where MARC-in-JSON has none; it is not read"
                        .formatted(line, found));
    }
}

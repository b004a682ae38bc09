package org.panamarc.internal.parse;

import org.jspecify.annotations.Nullable;
import org.panamarc.Defect.Kind;
import tools.jackson.core.JsonToken;

/**
 * Puts records together from the tokens of JSON. MARC-in-JSON is read as it comes; fields in other
 * forms are read as trees first, see {@link JsonFields}. Not thread-safe.
 *
 * <p>It is one file, longer than others, since each token moves one state that all steps share.
 */
final class JsonRecords {
    /** Where the parser is: in the value of what. */
    private enum Place {
        OUTSIDE,
        /** At the beginning of a list of fields, which may be something else. */
        UNSURE,
        RECORD,
        FIELDS,
        FIELD,
        DATA_FIELD,
        SUBFIELDS,
        SUBFIELD
    }

    /** What a value is that is read as a tree. */
    private enum TreeKind {
        LEADER_OUTSIDE,
        LEADER,
        FIELD,
        FIELD_OBJECT,
        VALUES,
        MEMBER,
        SUBFIELD,
        SUBFIELD_OBJECT,
        SUBFIELD_VALUE
    }

    /**
     * A string of JSON in JSON.
     *
     * @param start offset in the input of its first character
     * @param end offset of the byte after it
     * @param line in which it begins
     */
    record Text(String value, long start, long end, long line) {}

    private final JsonTokens tokens;
    private final JsonNames names = new JsonNames();
    private final JsonOutside outside = new JsonOutside();
    private final JsonTree.Builder tree = new JsonTree.Builder();
    private @Nullable TreeKind treeKind; // what the tree is, or null
    private long treeLine;
    private Place place = Place.OUTSIDE;
    private Place afterField = Place.FIELDS;
    private Place afterSubfield = Place.SUBFIELDS;
    private String name = ""; // of the member at hand; of an array's elements, none
    private String subfieldName = "";
    private @Nullable String indicator1;
    private @Nullable String indicator2;
    private boolean unsureArray; // whether the list of fields is an array
    private boolean unsureRecord; // whether it may be one of records
    private int unsureDepth; // in it
    private int strange; // depth in a value that means nothing here, else 0
    private long leaderObject = -1; // offset of the object in a list of fields that has a leader
    private @Nullable String leaderInFields; // that leader
    private @Nullable String cuttingLeader; // of a record that begins within another, or null
    private @Nullable Text text; // the string read last, if it seems to hold a record

    JsonRecords(JsonTokens tokens) {
        this.tokens = tokens;
    }

    /** Reads a token; whether a record is complete. */
    boolean read(JsonToken token, RecordAssembler image) {
        if (treeKind != null) {
            if (tree.add(token, tokens)) {
                take(treeKind, image);
            }
            return false;
        }
        if (strange > 0) {
            strange += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            return false;
        }
        return !(place == Place.UNSURE && decide(token, image)) && readHere(token, image);
    }

    /** A string of JSON that seems to hold a record, if the token read last is one; else null. */
    @Nullable Text takeText() {
        Text taken = text;
        text = null;
        return taken;
    }

    /** Says that a record was found. */
    void found() {
        outside.found();
    }

    /** What is open around the records of an array, see {@link JsonOutside}. */
    String aroundRecords() {
        String open = outside.aroundRecords();
        boolean first = open.isEmpty() && place == Place.UNSURE && unsureRecord;
        return first ? "{".repeat(outside.depth()) + "[" : open;
    }

    /** Whether that array had a record, or is the outermost thing, and so is one of records. */
    boolean isArrayOfRecords() {
        return outside.isArrayOfRecords();
    }

    /** How many objects and arrays are open outside of records, that of a record included. */
    int depth() {
        return outside.depth();
    }

    /** Forgets all, as another text begins, in which some objects and arrays are open. */
    void begin(String open) {
        place = Place.OUTSIDE;
        treeKind = null;
        strange = 0;
        name = "";
        text = null;
        outside.clear();
        open.chars().forEach(c -> outside.begin(c == '[', ""));
    }

    private boolean readHere(JsonToken token, RecordAssembler image) {
        switch (token) {
            case PROPERTY_NAME -> property();
            case START_OBJECT -> beginObject(image);
            case START_ARRAY -> beginArray(image);
            case END_OBJECT -> {
                return endObject(image);
            }
            case END_ARRAY -> endArray();
            default -> scalar(image, token);
        }
        return false;
    }

    private void property() {
        String given = tokens.name();
        switch (place) {
            case SUBFIELD -> {
                subfieldName = given;
                boolean code = given.length() == 1 && Character.isLetterOrDigit(given.charAt(0));
                if (!code && JsonNames.describes(given)) {
                    collect(TreeKind.SUBFIELD_OBJECT, given);
                }
            }
            case FIELD -> {
                name = given;
                boolean tagged = given.length() == 3 && !given.equals("tag");
                if (!tagged) {
                    expectNoRecord(given);
                }
                if ((!tagged || given.equals("ind")) && JsonNames.describes(given)) {
                    collect(TreeKind.FIELD_OBJECT, given);
                }
            }
            default -> name = given;
        }
    }

    /** Throws where an object in a list of fields is the next record: the one at hand was cut. */
    private void expectNoRecord(String given) {
        if (given.equals("leader")) {
            leaderObject = tokens.objectStart();
            leaderInFields = null;
        } else if (given.equals("fields")
                && leaderInFields != null
                && leaderObject == tokens.objectStart()) {
            cuttingLeader = leaderInFields;
            throw tokens.unexpected("a record begins before the one around it ends");
        }
    }

    /** The leader of a record that begins within another and whose fields come next; or null. */
    @Nullable String takeCuttingLeader() {
        String taken = cuttingLeader;
        cuttingLeader = null;
        return taken;
    }

    /** Begins at the fields of a record, the value of the member that was read last. */
    void beginAtFields(String open, String leader) {
        begin(open);
        outside.begin(false, "");
        outside.leader(leader);
        name = "fields";
    }

    /** Begins to read a value as a tree. */
    private void collect(TreeKind what) {
        treeKind = what;
        treeLine = tokens.line();
        tree.begin();
    }

    /** Begins with the object at hand, whose first name has been read. */
    private void collect(TreeKind what, String firstName) {
        treeKind = what;
        treeLine = tokens.line();
        tree.beginMember(firstName);
    }

    /** Begins with the array or object that begins with the token. */
    private void collectFrom(TreeKind what, JsonToken token) {
        collect(what);
        tree.add(token, tokens);
    }

    /** Takes a tree that is complete. */
    private void take(TreeKind what, RecordAssembler image) {
        treeKind = null;
        JsonFields fields = new JsonFields(image, treeLine);
        switch (what) {
            case FIELD_OBJECT -> place = afterField;
            case SUBFIELD_OBJECT -> place = afterSubfield;
            default -> {}
        }
        if (tree.isTooLarge()) {
            JsonFields.note(image, treeLine, "more text than a record can have");
            return;
        }
        JsonTree value = tree.value();
        switch (what) {
            case LEADER_OUTSIDE -> outside.leader(JsonFields.leader(value));
            case LEADER -> {
                String text = JsonFields.leader(value);
                if (text == null) {
                    JsonFields.note(image, treeLine, "an object or array");
                } else {
                    image.leader(text);
                }
            }
            case FIELD, FIELD_OBJECT -> fields.field(value);
            case VALUES -> fields.values(name, value);
            case MEMBER -> fields.member(name, value);
            case SUBFIELD, SUBFIELD_OBJECT -> fields.subfieldElement(value);
            case SUBFIELD_VALUE -> fields.subfield(subfieldName, value);
        }
    }

    /**
     * Finds out whether a list is one of fields, by the first tag in it, or by what describes a
     * field; whether the token has been read. Else the token is still to be read.
     */
    private boolean decide(JsonToken token, RecordAssembler image) {
        boolean atField = unsureDepth == 2 || !unsureArray;
        if (unsureDepth == 1 && unsureArray && token.isStructStart()) {
            unsureDepth = 2;
            name = token == JsonToken.START_ARRAY ? "[" : "";
            return true;
        }
        boolean hash = unsureDepth == 2 && name.equals("[");
        boolean tagged =
                hash
                        ? token == JsonToken.VALUE_STRING && JsonNames.isTag(tokens.text())
                        : atField
                                && token == JsonToken.PROPERTY_NAME
                                && !unsureRecord
                                && (JsonNames.isTag(tokens.name())
                                        || JsonNames.describesField(tokens.name()));
        name = "";
        if (!tagged) {
            outside.begin(unsureArray, unsureDepth);
            place = Place.OUTSIDE;
            return false;
        }
        beginRecord(image);
        if (hash) {
            place = Place.FIELDS;
            collectFrom(TreeKind.FIELD, JsonToken.START_ARRAY);
            tree.add(token, tokens);
            return true;
        }
        place = Place.FIELD;
        afterField = unsureArray ? Place.FIELDS : Place.RECORD;
        return false;
    }

    private void beginRecord(RecordAssembler image) {
        image.clear();
        String leader = outside.leader();
        if (leader != null) {
            image.leader(leader);
        }
        place = Place.RECORD;
    }

    private void beginObject(RecordAssembler image) {
        switch (place) {
            case OUTSIDE -> beginOutside(JsonToken.START_OBJECT, image);
            case RECORD -> beginMember(JsonToken.START_OBJECT);
            case FIELDS -> {
                place = Place.FIELD;
                afterField = Place.FIELDS;
            }
            case FIELD -> {
                image.beginField(name);
                image.append(RecordAssembler.BLANKS);
                indicator1 = " ";
                indicator2 = " ";
                place = Place.DATA_FIELD;
            }
            case DATA_FIELD -> {
                if (names.role(name) == JsonNames.Role.SUBFIELDS) {
                    place = Place.SUBFIELD;
                    afterSubfield = Place.DATA_FIELD;
                } else {
                    collectFrom(TreeKind.MEMBER, JsonToken.START_OBJECT);
                }
            }
            case SUBFIELDS -> {
                place = Place.SUBFIELD;
                afterSubfield = Place.SUBFIELDS;
            }
            default -> collectFrom(TreeKind.SUBFIELD_VALUE, JsonToken.START_OBJECT);
        }
    }

    /** Begins an object or array that is not in a record. */
    private void beginOutside(JsonToken token, RecordAssembler image) {
        boolean array = token == JsonToken.START_ARRAY;
        JsonNames.Role role = outside.isNested() ? names.role(name) : JsonNames.Role.OTHER;
        if (role == JsonNames.Role.LEADER) {
            collectFrom(TreeKind.LEADER_OUTSIDE, token);
        } else if (role == JsonNames.Role.FIELDS && outside.hasLeader()) {
            beginRecord(image);
            beginMember(token);
        } else if (role == JsonNames.Role.FIELDS || (role == JsonNames.Role.RECORD && array)) {
            place = Place.UNSURE;
            unsureArray = array;
            unsureRecord = role == JsonNames.Role.RECORD;
            unsureDepth = 1;
        } else {
            outside.begin(array, name);
            name = "";
        }
    }

    /** Begins an object or array that is a member of a record. */
    private void beginMember(JsonToken token) {
        switch (names.role(name)) {
            case LEADER -> collectFrom(TreeKind.LEADER, token);
            case FIELDS -> {
                place = token == JsonToken.START_ARRAY ? Place.FIELDS : Place.FIELD;
                afterField = Place.RECORD;
            }
            default -> strange = 1; // a record may have members of somebody's own
        }
    }

    /** Ends an object; whether it is a record. */
    private boolean endObject(RecordAssembler image) {
        switch (place) {
            case OUTSIDE -> {
                name = "";
                return endOutside(image);
            }
            case RECORD -> {
                place = Place.OUTSIDE;
                name = "";
                outside.end();
                return image.hasLeader() || isNumbered(image);
            }
            case FIELD -> place = afterField;
            case DATA_FIELD -> {
                image.indicators(indicator1, indicator2);
                image.endDataField();
                place = Place.FIELD;
            }
            case SUBFIELD -> place = afterSubfield;
            default -> throw new IllegalStateException(place + " is no object");
        }
        return false;
    }

    /** Whether the last tag has a digit, as those of a record without a leader must have. */
    private static boolean isNumbered(RecordAssembler image) {
        return image.fields() > 0 && image.tag().chars().anyMatch(Character::isDigit);
    }

    /** Ends an object that has no fields; whether it is a record nevertheless, by its leader. */
    private boolean endOutside(RecordAssembler image) {
        String spare = outside.spare();
        if (outside.isLeaderAlone()) {
            beginRecord(image);
            place = Place.OUTSIDE;
            image.note(
                    Kind.FORMAT,
                    null,
                    "line %d: the object has a leader, but no fields that can be read"
                            .formatted(tokens.line()));
            outside.end();
            return true;
        }
        outside.end();
        if (spare != null) {
            text = new Text(spare, tokens.tokenEnd(), tokens.tokenEnd(), tokens.line());
        }
        return false;
    }

    private void beginArray(RecordAssembler image) {
        switch (place) {
            case OUTSIDE -> beginOutside(JsonToken.START_ARRAY, image);
            case RECORD -> beginMember(JsonToken.START_ARRAY);
            case FIELDS -> collectFrom(TreeKind.FIELD, JsonToken.START_ARRAY);
            case FIELD -> collectFrom(TreeKind.VALUES, JsonToken.START_ARRAY);
            case DATA_FIELD -> {
                if (names.role(name) == JsonNames.Role.SUBFIELDS) {
                    place = Place.SUBFIELDS;
                } else {
                    collectFrom(TreeKind.MEMBER, JsonToken.START_ARRAY);
                }
            }
            case SUBFIELDS -> collectFrom(TreeKind.SUBFIELD, JsonToken.START_ARRAY);
            default -> collectFrom(TreeKind.SUBFIELD_VALUE, JsonToken.START_ARRAY);
        }
    }

    private void endArray() {
        switch (place) {
            case OUTSIDE -> {
                outside.end();
                name = "";
            }
            case FIELDS -> place = Place.RECORD;
            case SUBFIELDS -> place = Place.DATA_FIELD;
            default -> throw new IllegalStateException(place + " is no array");
        }
    }

    private void scalar(RecordAssembler image, JsonToken token) {
        switch (place) {
            case OUTSIDE -> scalarOutside(token);
            case RECORD -> {
                JsonNames.Role role = names.role(name);
                if (role == JsonNames.Role.LEADER && token == JsonToken.VALUE_STRING) {
                    image.leader(tokens.text());
                } else if (role == JsonNames.Role.LEADER || role == JsonNames.Role.FIELDS) {
                    note(image, tokens.text());
                }
            }
            case FIELD -> {
                if (name.equals("LDR") && !image.hasLeader()) {
                    image.leader(tokens.text());
                } else {
                    if (name.equals("leader") && token == JsonToken.VALUE_STRING) {
                        leaderInFields = tokens.text();
                    }
                    image.beginField(name);
                    append(image, token);
                    image.endControlField();
                }
            }
            case DATA_FIELD -> memberOfField(image, token);
            case SUBFIELD -> {
                image.beginSubfield(subfieldName);
                append(image, token);
            }
            default -> note(image, "text");
        }
    }

    private void scalarOutside(JsonToken token) {
        boolean string = token == JsonToken.VALUE_STRING;
        if (!string && !outside.isNested()) {
            throw tokens.unexpected("found a value where a record is expected");
        }
        if (!string) {
            return;
        }
        String value = tokens.text();
        if (names.role(name) == JsonNames.Role.LEADER) {
            outside.leader(value);
        } else if (JsonOutside.mayHoldRecord(value)) {
            if (!outside.keeps(value)) {
                text = new Text(value, tokens.tokenStart() + 1, tokens.tokenEnd(), tokens.line());
            }
        } else if (!outside.isNested()) {
            throw tokens.unexpected("found a value where a record is expected");
        }
    }

    private void memberOfField(RecordAssembler image, JsonToken token) {
        switch (names.role(name)) {
            case INDICATOR_1 -> indicator1 = indicator(image, token);
            case INDICATOR_2 -> indicator2 = indicator(image, token);
            case INDICATORS -> {
                String both = tokens.text();
                indicator1 = both.isEmpty() ? null : both.substring(0, 1);
                indicator2 = both.length() < 2 ? null : both.substring(1);
            }
            case ASIDE -> {}
            default -> {
                if (name.codePointCount(0, name.length()) == 1) {
                    image.beginSubfield(name);
                    append(image, token);
                } else if (token != JsonToken.VALUE_NULL) {
                    note(image, "a member " + name);
                }
            }
        }
    }

    private @Nullable String indicator(RecordAssembler image, JsonToken token) {
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.VALUE_STRING) {
            JsonFields.noteScalar(image, tokens.line(), false, tokens.text());
        }
        return tokens.text();
    }

    private void append(RecordAssembler image, JsonToken token) {
        if (token != JsonToken.VALUE_STRING) {
            boolean isNull = token == JsonToken.VALUE_NULL;
            JsonFields.noteScalar(image, tokens.line(), isNull, tokens.text());
            if (isNull) {
                return;
            }
        }
        tokens.appendTo(image);
    }

    private void note(RecordAssembler image, String found) {
        JsonFields.note(image, tokens.line(), found);
    }
}

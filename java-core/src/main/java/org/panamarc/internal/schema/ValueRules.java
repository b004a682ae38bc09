package org.panamarc.internal.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.schema.ValueRule.Position;

/** Compiles what a schema says of values: {@code pattern}, {@code positions}, {@code codes}. */
final class ValueRules {
    private static final Set<String> POSITION_KEYS =
            Set.of(
                    "label",
                    "start",
                    "end",
                    "url",
                    "description",
                    "codes",
                    "flags",
                    "pattern",
                    "groups");
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,6})(?:-([0-9]{1,6}))?");

    private final CodeLists lists;
    private final SchemaNotes notes;

    ValueRules(CodeLists lists, SchemaNotes notes) {
        this.lists = lists;
        this.notes = notes;
    }

    /**
     * A rule of the members of a definition.
     *
     * @param members of which those without a meaning for values are not looked at
     */
    ValueRule rule(String tag, String place, Map<String, JsonNode> members) {
        return new ValueRule(
                tag,
                place,
                pattern(members),
                positions(tag, place, members.get("positions")),
                codes(members.get("codes")),
                null);
    }

    /** A rule for an indicator, whose codes have one character. */
    ValueRule indicator(String tag, String place, Map<String, JsonNode> members) {
        JsonNode node = members.get("codes");
        CodeTable codes = codes(node);
        if (node != null && codes != null && codes.length() != 1) {
            throw node.wrong("an indicator has codes of one character");
        }
        return new ValueRule(tag, place, pattern(members), List.of(), codes, null);
    }

    private static @Nullable EcmaPattern pattern(Map<String, JsonNode> members) {
        JsonNode node = members.get("pattern");
        return node == null ? null : EcmaPattern.of(node);
    }

    private @Nullable CodeTable codes(@Nullable JsonNode node) {
        return node == null ? null : lists.of(node);
    }

    private List<Position> positions(String tag, String place, @Nullable JsonNode node) {
        if (node == null) {
            return List.of();
        }
        List<Position> positions = new ArrayList<>();
        node.members().forEach((range, one) -> positions.add(position(tag, place, range, one)));
        positions.sort(Comparator.comparingInt(Position::first));
        for (int i = 1; i < positions.size(); i++) {
            if (positions.get(i).first() <= positions.get(i - 1).last()) {
                throw node.wrong(
                        "position %s overlaps position %s"
                                .formatted(name(positions.get(i)), name(positions.get(i - 1))));
            }
        }
        // Where only a label is given, nothing is checked.
        return positions.stream().filter(position -> !position.rule().allowsAll()).toList();
    }

    private static String name(Position position) {
        String place = position.rule().place();
        return place.substring(place.lastIndexOf('/') + 1);
    }

    private Position position(String tag, String place, String range, JsonNode node) {
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches()) {
            throw node.wrong("'%s' is no position, such as 06 or 35-37".formatted(range));
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        if (last < first) {
            throw node.wrong("position '%s' ends before it starts".formatted(range));
        }
        Map<String, JsonNode> members = node.members(POSITION_KEYS, notes);
        checkNumber(members.get("start"), first);
        checkNumber(members.get("end"), last);
        String at = place + "/" + range;
        int length = last - first + 1;
        CodeTable codes = null;
        CodeTable flags = flags(members.get("flags"), length);
        JsonNode list = members.get("codes");
        if (list != null) {
            CodeTable found = lists.of(list);
            if (found != null && found.length() == length) {
                codes = found;
            } else if (found != null && flags == null && divides(found.length(), length)) {
                notes.add(
                        list.path(),
                        "codes of %d in a position of %d characters: read as flags"
                                .formatted(found.length(), length));
                flags = found;
            } else if (found != null) {
                notes.add(
                        list.path(),
                        "codes of other lengths than their position of %d: not checked"
                                .formatted(length));
            }
        }
        return new Position(
                first, last, new ValueRule(tag, at, pattern(members), List.of(), codes, flags));
    }

    private @Nullable CodeTable flags(@Nullable JsonNode node, int length) {
        CodeTable flags = codes(node);
        if (node != null && flags != null && !divides(flags.length(), length)) {
            notes.add(
                    node.path(),
                    "flags whose length does not divide their position of %d: not checked"
                            .formatted(length));
            return null;
        }
        return flags;
    }

    private static boolean divides(int length, int of) {
        return length > 0 && length < of && of % length == 0;
    }

    private static void checkNumber(@Nullable JsonNode node, int expected) {
        if (node != null && node.number() != expected) {
            throw node.wrong("found %d, expected %d".formatted(node.number(), expected));
        }
    }
}

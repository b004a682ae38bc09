package org.panamarc.internal.parse;

import java.util.List;

/** Finds where reading of XML can go on after something malformed. Stateless. */
final class XmlResume {
    /** More bytes must come before the place is known. */
    static final long MORE = -1;

    /** There is no such place up to the end. */
    static final long NONE = -2;

    private static final String MARK = "\u00EF\u00BB\u00BF"; // bytes of U+FEFF
    private static final String COMMENT = "<!--";
    private static final String COMMENT_END = "-->";
    private static final String DECLARATION = "<?xml";
    private static final String DECLARATION_END = "?>";
    private static final List<String> RECORDS = List.of(MarcXmlNames.RECORD, MarcXmlNames.OAI_MARC);
    private static final List<String> ROOTS =
            List.of(MarcXmlNames.RECORD, MarcXmlNames.OAI_MARC, "collection");
    private static final int LONGEST_PREFIX = 64;

    private XmlResume() {}

    /**
     * Where reading goes on outside of records if nothing but white space, comments and byte order
     * marks separates it from an offset: after an XML declaration, which XML has at the start of a
     * document only, or at another root element. Files are put together from documents, and from
     * records.
     *
     * @param outermost whether no element is open
     * @param ended whether the input has no more bytes
     */
    static long nextDocument(XmlInput input, long from, boolean outermost, boolean ended) {
        long at = from;
        while (at < input.limit()) {
            if (isSpace(input.at(at))) {
                at++;
            } else if (input.hasAt(at, MARK)) {
                at += MARK.length();
            } else if (input.hasAt(at, COMMENT)) {
                at = find(input, at, COMMENT_END);
            } else if (input.hasAt(at, DECLARATION)) {
                long after = at + DECLARATION.length();
                if (input.limit() > after && !isSpace(input.at(after))) {
                    return NONE;
                }
                at = find(input, at, DECLARATION_END);
                return at <= input.limit() ? at : ended ? NONE : MORE;
            } else {
                boolean tag = input.at(at) == '<' && isNameByte(input.at(at + 1));
                return tag && outermost ? at : NONE;
            }
        }
        return ended ? NONE : MORE;
    }

    /** The offset after a text; one more than there are bytes where it is not found. */
    private static long find(XmlInput input, long from, String text) {
        for (long at = from; at <= input.limit() - text.length(); at++) {
            if (input.at(at) == text.charAt(0) && input.hasAt(at, text)) {
                return at + text.length();
            }
        }
        return input.limit() + 1;
    }

    /**
     * The offset of the next start tag that may be a record's: {@code record} or {@code oai_marc},
     * with any prefix; outside of all elements, also that of a {@code collection}.
     *
     * @param outermost whether no element is open
     * @param ended whether the input has no more bytes
     */
    static long nextRecord(XmlInput input, long from, boolean outermost, boolean ended) {
        for (long at = from; at < input.limit(); at++) {
            if (input.at(at) == '<') {
                int found = isRecord(input, at + 1, outermost);
                if (found != 0 && (found > 0 || !ended)) {
                    return found > 0 ? at : MORE;
                }
            }
        }
        return ended ? NONE : MORE;
    }

    /** Whether a record's name begins at an offset: 1 yes, 0 no, -1 if more bytes must come. */
    private static int isRecord(XmlInput input, long at, boolean outermost) {
        int first = isName(input, at, outermost);
        if (first != 0) {
            return first;
        }
        for (long i = at; i < at + LONGEST_PREFIX; i++) {
            int c = input.at(i);
            if (c < 0) {
                return -1;
            }
            if (c == ':') {
                return isName(input, i + 1, outermost);
            }
            if (!isNameByte(c)) {
                return 0;
            }
        }
        return 0;
    }

    private static int isName(XmlInput input, long at, boolean outermost) {
        for (String name : outermost ? ROOTS : RECORDS) {
            if (input.hasAt(at, name)) {
                int next = input.at(at + name.length());
                boolean cut = input.limit() <= at + name.length();
                if (cut) {
                    return -1;
                }
                if (isSpace(next) || next == '>' || next == '/') {
                    return 1;
                }
            }
        }
        return 0;
    }

    private static boolean isNameByte(int c) {
        return c >= 0x80 || Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }
}

package org.panamarc.testing;

import java.util.Map;
import org.panamarc.MarcFormat;

/** Small inputs in each format other than ISO 2709, with much of what these have. */
public final class FormatSamples {
    /** A text in a format. */
    public record Sample(MarcFormat format, String text) {}

    /** MARCXML. */
    public static final String XML =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- two -->
            <m:collection xmlns:m="http://www.loc.gov/MARC21/slim">
            <m:record><m:leader>00000nam a2200000 a 4500</m:leader>
            <m:controlfield tag="001">x1</m:controlfield>
            <m:datafield tag="245" ind1="1" ind2="0"><m:subfield code="a">\u00C9t\u00E9 &amp; &#x1F600;<![CDATA[<b>]]></m:subfield></m:datafield>
            </m:record><m:record><m:leader/><m:datafield tag='500'/></m:record>
            </m:collection>
            """;

    /** MARC-in-JSON, an array. */
    public static final String JSON =
            """
            [{"leader":"00000nam a2200000 a 4500","fields":[{"001":"x1"},
            {"245":{"ind1":"1","ind2":"0","subfields":[{"a":"\u00C9t\u00E9 \\ud83d\\ude00"},{"b":"x"}]}}]},
            {"fields":[{"500":{"subfields":[]}}],"own":[1,{"x":null}]}]
            """;

    /** MARC-in-JSON, a record a line. */
    public static final String LINES =
            """
            {"leader":"00000nam a2200000 a 4500","fields":[{"001":"x1"}]}

            {"leader":"00000nam a2200000 a 4500","fields":[{"001":"x2"}]}
            """;

    /** JSON in envelopes, and with fields in other forms. */
    public static final String JSON_FORMS =
            """
            {"index":{"_id":"1"}}
            {"parsedRecord":{"content":"{\\"leader\\":\\"00000nam\\",\\"fields\\":[{\\"001\\":\\"x\\"}]}"}}
            {"leader":"00000nam a2200000 a 4500","fields":[["001","x"],["245","1","0",[["a","T"]]]]}
            {"record":{"leader":["0"],"controlfield":{"@tag":"001","#text":"x"},"datafield":[{"$":{"tag":"245"},"subfield":[{"_":"T","$":{"code":"a"}}]}]}}
            {"fields":{"001":"x","245":[{"ind1":null,"subfields":{"ab":["T",1]}}]}}
            """;

    /** JSON as RFC 7464 has it. */
    public static final String JSON_SEQUENCE =
            """
            \u001E{"leader":"00000nam","fields":[]}
            \u001E{"fields":[{"tag":"001","data":"x"}]
            \u001E{"fields":[{"001":"x"}]}
            """;

    /** MARCMaker's text. */
    public static final String MARC_MAKER =
            """
            =LDR  00000nam\\a2200000\\a\\4500
            =001  x1
            =245  10$a{acute}Et{eacute} {llig}i{rlig}a {lcub}{none}$c

            =LDR  00000nam
            =500  \\\\$aX
            more
            """;

    /** The line format of yaz. */
    public static final String YAZ =
            """
            00105nam a2200061 a 4500
            001 x1
            245 10 $a \u00C9t\u00E9 $ 5 $c A

            00054nam a2200049 a 4500
            500    $a plain
            """;

    /** Aleph's sequential format. */
    public static final String ALEPH =
            """
            000000001 LDR   L 00000nam^a2200000^a^4500
            000000001 24510 L $$a\u00C9t\u00E9$$cA
            000000002 500   L $$aplain
            """;

    /** Records as catalogues show them. */
    public static final String CATALOGUE =
            """
            LEADER 00000nam a2200000 a 4500
            001    x1
            245 10 |a\u00C9t\u00E9 /|cA
                   more

            LDR 00000nam a2200000 a 4500
            245 10 $a Title $b x
            650  0 Dogs
            """;

    /** All, by name. */
    public static final Map<String, Sample> ALL =
            Map.of(
                    "XML", new Sample(MarcFormat.MARCXML, XML),
                    "JSON", new Sample(MarcFormat.JSON, JSON),
                    "JSON forms", new Sample(MarcFormat.JSON, JSON_FORMS),
                    "JSON sequence", new Sample(MarcFormat.JSON, JSON_SEQUENCE),
                    "JSON lines", new Sample(MarcFormat.JSON, LINES),
                    "MARCMaker", new Sample(MarcFormat.MARC_MAKER, MARC_MAKER),
                    "yaz", new Sample(MarcFormat.LINE, YAZ),
                    "Aleph", new Sample(MarcFormat.ALEPH, ALEPH),
                    "catalogue", new Sample(MarcFormat.CATALOGUE, CATALOGUE));

    private FormatSamples() {}
}

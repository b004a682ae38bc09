<?xml version="1.0" encoding="UTF-8"?>
<!-- A few elements of MODS, for the tests of XSLT. It includes another file, and reads a third. -->
<xsl:stylesheet version="2.0" exclude-result-prefixes="marc"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:marc="http://www.loc.gov/MARC21/slim"
    xmlns="http://www.loc.gov/mods/v3">
  <xsl:include href="http://www.example.org/xslt/parts.xsl"/>
  <xsl:output method="xml" indent="no"/>

  <xsl:template match="/marc:record">
    <mods>
      <xsl:apply-templates select="marc:datafield[@tag = '245']"/>
      <typeOfResource>
        <xsl:value-of select="document('types.xml')/types/type[@code = substring(current()/marc:leader, 7, 1)]"/>
      </typeOfResource>
      <xsl:for-each select="marc:datafield[@tag = '100']">
        <xsl:if test="marc:subfield[@code = 'a'] = 'stop'">
          <xsl:message terminate="yes">This name stops it.</xsl:message>
        </xsl:if>
        <name><namePart><xsl:value-of select="replace(marc:subfield[@code = 'a'], ',$', '')"/></namePart></name>
      </xsl:for-each>
    </mods>
  </xsl:template>
</xsl:stylesheet>

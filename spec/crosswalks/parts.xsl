<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="2.0" exclude-result-prefixes="marc"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:marc="http://www.loc.gov/MARC21/slim"
    xmlns="http://www.loc.gov/mods/v3">
  <xsl:template match="marc:datafield[@tag = '245']">
    <titleInfo>
      <title><xsl:value-of select="string-join(marc:subfield[@code = ('a', 'b')], ' ')"/></title>
    </titleInfo>
  </xsl:template>
</xsl:stylesheet>

"""Turns records in MARC-8 into UTF-8 in the three ways that pymarc has."""

import pymarc
from pymarc import marc8

with open("old.mrc", "rb") as source, open("new.mrc", "wb") as target:
    for record in pymarc.MARCReader(source, hide_utf8_warnings=True):
        print(record.leader.coding_scheme, record.title)
        target.write(record.as_marc())
        print(record.leader.coding_scheme, record.leader)

for record in pymarc.MARCReader(open("old.mrc", "rb"), to_unicode=False):
    print(record["245"]["a"], marc8.marc8_to_unicode(record["245"]["a"]))
    for field in pymarc.map_marc8_record(record).get_fields("100", "245", "500"):
        print(field.tag, field.subfields)

converter = pymarc.MARC8ToUnicode(quiet=True)
print(converter.translate(b"\xe2e\xe3e \xb2\xa1 \x1b(N\x41\x42\x1b(B"))

"""Keeps the books in English about history, and counts why others are left out."""

from collections import Counter

from pymarc import MARCReader, MARCWriter

reasons = Counter()
with open("books.mrc", "rb") as source, open("chosen.mrc", "wb") as target:
    writer = MARCWriter(target)
    for record in MARCReader(source):
        if record["008"].data[35:38] != "eng":
            reasons["language"] += 1
        elif record.leader[6] != "a" or record.leader.bibliographic_level != "m":
            reasons["kind"] += 1
        elif not any("istory" in subject.format_field() for subject in record.subjects):
            reasons["subject"] += 1
        else:
            writer.write(record)
            reasons["kept"] += 1
    writer.close()
for reason, count in sorted(reasons.items()):
    print(reason, count)

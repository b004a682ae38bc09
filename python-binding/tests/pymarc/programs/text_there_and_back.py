"""Writes records as MARCMaker's text, reads it, and writes ISO 2709 of that."""

from pymarc import MARCMakerReader, MARCReader, MARCWriter, TextWriter

with open("books.mrc", "rb") as source:
    writer = TextWriter(open("books.mrk", "w", encoding="utf-8"))
    for record in MARCReader(source):
        if "\n" not in str(record).strip("\n"):
            continue
        writer.write(record)
    writer.close()
again = MARCWriter(open("again.mrc", "wb"))
for record in MARCMakerReader(open("books.mrk", encoding="utf-8")):
    for field in record:
        print(field.tag, field.indicators, field.subfields, field.data)
    again.write(record)
again.close()

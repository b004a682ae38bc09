"""Prints what a catalogue card would have, by the properties of a record."""

import sys

import pymarc

with open("books.mrc", "rb") as file:
    reader = pymarc.MARCReader(file, to_unicode=True, force_utf8=False, utf8_handling="strict")
    for number, record in enumerate(reader, 1):
        if record is None:
            print(reader.current_exception, file=sys.stderr)
            continue
        print(number, record.leader.type_of_record, record.get("001", "?"))
        print("  ", record.author or "(nobody)", "/", record.title)
        print("  ", record.publisher, record.pubyear, record.isbn, record.issn, record.issnl)
        print("  ", record.uniformtitle, record.sudoc, record.issn_title)
        for kind in ("subjects", "addedentries", "series", "notes", "location"):
            for field in getattr(record, kind):
                print(f"   {kind}: {field.format_field()}")
        for field in record.physicaldescription:
            print("  ", field.value(), "b" in field and field["b"])

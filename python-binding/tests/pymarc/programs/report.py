"""Counts tags and subfields, and lists linked fields as a table."""

import csv
from collections import Counter, defaultdict

from pymarc.exceptions import MissingLinkedFields, PymarcException

from pymarc import MARCReader

tags, codes, values = Counter(), Counter(), defaultdict(set)
with open("books.mrc", "rb") as source, open("report.csv", "w", newline="") as target:
    table = csv.writer(target)
    for record in MARCReader(source):
        tags.update(field.tag for field in record)
        for field in record.fields:
            if field.is_control_field():
                values[field.tag].add(len(field.data))
                continue
            codes.update(f"{field.tag}${code}" for code in field.subfields_as_dict())
            try:
                linked = record.get_linked_fields(field) if field.tag != "880" else []
            except MissingLinkedFields as error:
                print(isinstance(error, PymarcException), error)
                continue
            for other in linked:
                if field.get("6"):
                    table.writerow([field.linkage_occurrence_num(), field.tag, other.value()])
        table.writerow([record.get("001").data, record.get("300", record["245"]).value()])
for name, count in sorted((tags + codes).items()):
    print(name, count)
print({tag: sorted(lengths) for tag, lengths in values.items()})

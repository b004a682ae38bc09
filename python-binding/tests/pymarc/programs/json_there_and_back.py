"""Turns records into MARC-in-JSON in several ways, and reads it again."""

import io
import json

import pymarc

records = list(pymarc.MARCReader(open("books.mrc", "rb")))
with open("books.json", "w") as file:
    writer = pymarc.JSONWriter(file)
    for record in records:
        writer.write(record)
    writer.close()
with open("books.jsonl", "w", encoding="utf-8") as file:
    for record in records:
        file.write(record.as_json(ensure_ascii=False, sort_keys=True) + "\n")
print(json.dumps(records[0].as_dict(), indent=2))
for reader in (pymarc.JSONReader(open("books.json")), pymarc.JSONReader("books.json")):
    for record in reader:
        print(record.title, len(record.fields))
for record in pymarc.parse_json_to_array(io.StringIO(records[5].as_json())):
    print(record)
for line in open("books.jsonl", encoding="utf-8"):
    for record in pymarc.JSONReader(line):
        print(record.as_marc() == pymarc.Record(record.as_marc()).as_marc(), record["245"])

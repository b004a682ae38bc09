"""Makes records of a table, and finds that they say what was put in."""

from pymarc.exceptions import BadLeaderValue

from pymarc import Field, Indicators, Leader, MARCReader, Record, Subfield

ROWS = [("1", "Café society", "Müller, Eva", 1999), ("2", "二つの国", None, 2004)]
with open("made.mrc", "wb") as target:
    for number, title, author, year in ROWS:
        record = Record(force_utf8=True, leader="00000nam a2200000 i 4500")
        record.leader.type_of_record = "a"
        record.add_field(
            Field(tag="001", data=number),
            Field(tag="008", data=f"000101s{year}    xx            000 0 eng d"),
            Field(
                tag="245",
                indicators=Indicators("1" if author else "0", "0"),
                subfields=[Subfield(code="a", value=title), Subfield(code="c", value="me.")],
            ),
        )
        if author:
            field = Field(100, ["1", " "])
            field.add_subfield("a", author)
            record.add_ordered_field(field)
        target.write(record.as_marc())
for record in MARCReader(open("made.mrc", "rb")):
    print(record)
    print(record.author, record.title, record["008"].data[7:11], record.as_json(indent=1))
legacy = Field.convert_legacy_subfields(["a", "x", "b", "y"])
print(Field("500", None, legacy), legacy)
leader = Leader("00000nam a2200000 i 4500")
leader[5:8] = "cas"
print(leader, leader["record_status"], leader[0:5])
try:
    leader.coding_scheme = "ab"
except BadLeaderValue:
    print("too long")

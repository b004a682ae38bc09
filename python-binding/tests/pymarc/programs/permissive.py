"""Reads a file in which some records are broken, and puts those aside."""

from pymarc import MARCReader
from pymarc import exceptions as exc

with open("broken.mrc", "rb") as source, open("aside.mrc", "wb") as aside:
    reader = MARCReader(source, permissive=True)
    good = 0
    for record in reader:
        if record:
            good += 1
        elif isinstance(reader.current_exception, exc.FatalReaderError):
            print("end of what can be read:", reader.current_exception)
            aside.write(reader.current_chunk)
            break
        else:
            print(type(reader.current_exception).__name__, reader.current_exception)
            aside.write(reader.current_chunk)
    print(good, "are good")

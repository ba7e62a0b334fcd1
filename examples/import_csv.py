"""Import a CSV file into the table Bikes of the sandbox's account.

Run it as `YULSN_API_KEY=sandbox python import_csv.py http://127.0.0.1:8765 bikes.csv`. The columns have the names of
the fields, as the API or as Python spells them. Nothing is sent if a row is invalid.
"""

from __future__ import annotations

import csv
import sys

from yulsn_client import Client, ValidationError
from yulsn_client.tables.bikes import BikesCreate


def rows(path: str) -> list[BikesCreate]:
    """Return the rows of a file, or exit with a message for each invalid cell."""
    bikes: list[BikesCreate] = []
    problems: list[str] = []
    with open(path, encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                bikes.append(BikesCreate.from_dict(row, lax=True))
            except ValidationError as error:
                problems += [f"line {number}: {name}: {problem}" for name, problem in error.problems.items()]
    if problems:
        sys.exit("\n".join(problems))
    return bikes


def main() -> None:
    """Import the file given on the command line."""
    base_url, path = sys.argv[1:]
    bikes = rows(path)
    with Client(base_url=base_url) as client:
        client.tables.bikes.create_many(bikes)
    print(f"imported {len(bikes)} bikes")


if __name__ == "__main__":
    main()

"""Define the vocabulary of generated data: names, places and products."""

from __future__ import annotations

from typing import NamedTuple

# Most common first, since earlier ones are picked more often.
FIRST_NAMES = (
    "Anne", "Peter", "Mette", "Lars", "Kirsten", "Søren", "Hanne", "Jens", "Anna", "Michael", "Emma", "Henrik", "Ida",
    "Thomas", "Freja", "Jesper", "Sofie", "Martin", "Karen", "Anders", "Line", "Morten", "Maria", "Niels", "Camilla",
    "Jørgen", "Louise", "Rasmus", "Ingrid", "Mikkel", "Astrid", "Oskar", "Åse", "Noah", "Signe", "William", "Maja",
    "Frederik", "Birgit", "Oliver", "Sara", "Erik", "Kirstine", "Bjørn", "Julie", "Kasper", "Ella", "Håkon", "Nanna",
    "Gustav", "Elin", "Torben", "Lærke", "Magnus", "Sigrid", "Øyvind", "Tove", "Björn", "Alma", "Göran", "Bodil",
    "Ebbe", "Linnéa", "Aksel", "Yrsa", "Valdemar", "Åsa", "Villads", "Rikke", "Storm", "Gry", "Sven", "Liv", "Tor",
)  # fmt: skip
LAST_NAMES = (
    "Jensen", "Nielsen", "Hansen", "Pedersen", "Andersen", "Christensen", "Larsen", "Sørensen", "Rasmussen",
    "Jørgensen", "Petersen", "Madsen", "Kristensen", "Olsen", "Thomsen", "Christiansen", "Poulsen", "Johansen",
    "Møller", "Mortensen", "Knudsen", "Holm", "Lund", "Mikkelsen", "Johansson", "Eriksson", "Lindqvist", "Berg",
    "Haugen", "Frederiksen", "Bach", "Vestergaard", "Østergaard", "Kjær", "Nygaard", "Søndergaard", "Dam", "Skov",
    "Bjerregaard", "Krogh", "Svensson", "Åkesson", "Öberg", "Dahl", "Solberg", "Bruun", "Toft", "Winther", "Ravn",
    "Juhl", "Brandt", "Kofoed", "Løvgren", "Bredahl", "af Klint", "Holst-Larsen", "Lindholm", "Fjeldsø", "Ærø",
)  # fmt: skip
MAIL_HOSTS = ("example.com", "post.example", "example.org", "brev.example", "example.net")
SOURCES = ("webshop", "till", "newsletter form", "paper form", "app")  # of registrations and permissions


class Town(NamedTuple):
    """A town, with its country code and its Danish region, if any."""

    post_code: str
    name: str
    country: str
    region: str | None


TOWNS = (
    Town("2200", "København N", "DK", "Hovedstaden"),
    Town("8000", "Aarhus C", "DK", "Midtjylland"),
    Town("5000", "Odense C", "DK", "Syddanmark"),
    Town("9000", "Aalborg", "DK", "Nordjylland"),
    Town("2100", "København Ø", "DK", "Hovedstaden"),
    Town("6700", "Esbjerg", "DK", "Syddanmark"),
    Town("4000", "Roskilde", "DK", "Sjælland"),
    Town("8900", "Randers C", "DK", "Midtjylland"),
    Town("6000", "Kolding", "DK", "Syddanmark"),
    Town("3000", "Helsingør", "DK", "Hovedstaden"),
    Town("4700", "Næstved", "DK", "Sjælland"),
    Town("8800", "Viborg", "DK", "Midtjylland"),
    Town("9800", "Hjørring", "DK", "Nordjylland"),
    Town("3700", "Rønne", "DK", "Hovedstaden"),
    Town("5970", "Ærøskøbing", "DK", "Syddanmark"),
    Town("211 22", "Malmö", "SE", None),
    Town("411 03", "Göteborg", "SE", None),
    Town("0150", "Oslo", "NO", None),
)
STREETS = (
    "Nørregade", "Skovvej", "Kirkevej", "Østergade", "Vestergade", "Birkevej", "Møllevej", "Strandvejen", "Engvej",
    "Søndergade", "Åboulevarden", "Lærkevej", "Havnegade", "Bøgevænget", "Fælledvej", "Rosenvænget", "Jernbanegade",
)  # fmt: skip

# In addition to the stores that every sandbox has: number, name, address, postcode, phone.
STORES = (
    ("1004", "Cykel & Fri Aalborg", "Boulevarden 19", "9000", "+4598551004"),
    ("1005", "Cykel & Fri Esbjerg", "Kongensgade 54", "6700", "+4575551005"),
    ("1006", "Cykel & Fri Roskilde", "Algade 30", "4000", "+4546551006"),
    ("1007", "Cykel & Fri Helsingør", "Stengade 71", "3000", "+4549551007"),
    ("1008", "Cykel & Fri Rønne", "Store Torvegade 8", "3700", "+4556551008"),
)

COMPANY_NAMES = (
    "Nordlys", "Fjord", "Havblik", "Egeskov", "Solvang", "Bakkegården", "Østersø", "Kystens", "Vinterhave", "Møllebæk",
    "Lyngby", "Stormfugl", "Granit", "Birkely", "Sølvsmed",
)  # fmt: skip
COMPANY_TRADES = (
    "Byg", "Bageri", "Revision", "Ejendomme", "Transport", "Arkitekter", "Hotel", "Vin", "Tandklinik", "IT", "Gartneri",
    "Boghandel",
)  # fmt: skip
COMPANY_FORMS = ("ApS", "A/S", "I/S", "AB", "AS")


class Product(NamedTuple):
    """Goods or services; prices and quantities are decimals as text."""

    number: str
    name: str
    about: str | None
    price: str
    quantities: tuple[str, ...] = ("1",)


PRODUCTS = (
    Product("SL-1001", 'Cykelslange 28"', "Til dæk på 32-47 mm", "59.95", ("1", "2", "4")),
    Product("DK-2210", "Dæk, punkterfrit", "Med refleks", "249.00", ("1", "2")),
    Product("LY-3300", "Lygtesæt, USB", "For- og baglygte", "199.95"),
    Product("HJ-4105", "Cykelhjelm", None, "449.00", ("1", "2")),
    Product("LÅ-5020", "Foldelås, 90 cm", "Godkendt af forsikringen", "599.00"),
    Product("OL-6001", "Kædeolie, 100 ml", None, "64.50", ("1", "2", "3")),
    Product("KA-6110", "Kabel, metervare", "Pris pr. meter", "18.75", ("1.5", "2.25", "4")),
    Product("AR-7001", "Service, lille", "Justering af gear og bremser", "395.00"),
    Product("AR-7002", "Service, stor", "Med nye kabler og kæde", "895.00"),
    Product("AR-7010", "Værkstedstime", None, "520.00", ("0.25", "0.5", "1", "1.75")),
    Product("TA-8100", "Cykeltaske, 20 l", "Vandtæt", "649.00", ("1", "2")),
    Product("TE-8200", "Telt, 2 personer", None, "1799.00"),
    Product("SO-8210", "Sovepose, -5 °C", None, "1099.50", ("1", "2")),
    Product("JA-8300", "Regnjakke", "Åndbar", "899.00"),
    Product("FL-8400", "Drikkeflaske", None, "79.00", ("1", "2", "6")),
    Product("CY-9001", "Citybike, 7 gear", "Ramme af stål", "4995.00"),
    Product("CY-9002", "Elcykel", "Batteri på 500 Wh", "15999.00"),
    Product("CY-9003", "Ladcykel", "Til to børn", "21995.00"),
    Product("CY-9004", "Racer", "Kulfiber", "18499.95"),
    Product("UD-0001", "Leje af cykel, dag", None, "175.00", ("1", "2", "3", "7")),
)

# The kinds of events, each with its possible subtypes.
EVENTS = (
    ("PageView", ("Product", "Category", None)),
    ("NewsletterOpened", (None,)),
    ("NewsletterClicked", ("Top", "Footer")),
    ("BasketAbandoned", ("Webshop", "App")),
    ("StoreVisit", ("Workshop", None)),
    ("ReviewWritten", (None,)),
)
PHRASES = (
    "Blå", "Ny kunde", "Hentes i butikken", "Se noten", "Øst", "Standard", "Efter aftale", "Gul", "Venter på svar",
    "Sommer 2025", "Ring først", "Kampagne A", "Kampagne B", "Fast aftale", "Ukendt", "Særlig pris", "Grøn", "Nord",
    "Ingen reklamer, tak", "Æble", "Weekend", "Hverdage før kl. 16", "Prøveperiode", "Bestilt på messe",
)  # fmt: skip

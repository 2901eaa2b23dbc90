"""Lists of invented people, made by the tests in the form of each publisher: a list is {id: (name, year of birth)}."""

import csv
import json

YEARS = {
    2021: {"1": ("BOUBA FICTA", "1961"), "2": ("INVENTA SOMNARE", "1972"), "3": ("MYTHA DIALLOFI", "1980")},
    2022: {"1": ("BOUBA FICTA", "1961"), "3": ("MYTHA DIALLOFI", "1981"), "4": ("FABULA NDIAYEFI", "1990")},
    2023: {"3": ("MYTHA DIALLOFI", "1981"), "4": ("FABULA NDIAYEFI", "1990"), "5": ("SOMNA CAMARAFI", "1975")},
    2024: {"1": ("BOUBA FICTA", "1961"), "4": ("FABULA NDIAYEFI", "1991"), "5": ("SOMNA CAMARAFI", "1975"),
           "6": ("FICTO SARREFI", "1968")},
}  # fmt: skip
"""Four years of one list: entries leave, come, change, and one (1) that had left stands on it again."""


def un(path, entries, generated="2024-01-01T00:00:00Z"):
    """The Security Council's form."""
    people = "\n".join(
        f"""<INDIVIDUAL><DATAID>{ref}</DATAID><FIRST_NAME>{name}</FIRST_NAME><UN_LIST_TYPE>Nowhere</UN_LIST_TYPE>
        <REFERENCE_NUMBER>NWi.{ref}</REFERENCE_NUMBER><LISTED_ON>2020-01-01</LISTED_ON><INDIVIDUAL_DATE_OF_BIRTH>
        <TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>{year}</YEAR></INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>"""
        for ref, (name, year) in entries.items()
    )
    dated = f' dateGenerated="{generated}"' if generated else ""
    path.write_text(
        f"<CONSOLIDATED_LIST{dated}><INDIVIDUALS>{people}</INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>", "utf-8"
    )
    return path


def notices(path, entries, colour="red", **page):
    """A page of INTERPOL's public notices."""
    many = [
        {"entity_id": f"2024/{ref}", "name": name.split()[1], "forename": name.split()[0],
         "date_of_birth": f"{year}/03/16", "nationalities": ["SN"], "sex_id": "M",
         "arrest_warrants": [{"issuing_country_id": "SN", "charge": "Trafic de migrants"}],
         "_links": {"self": {"href": f"https://example.org/notices/v1/{colour}/2024-{ref}"}}}
        for ref, (name, year) in entries.items()
    ]  # fmt: skip
    path.write_text(json.dumps({"total": len(many), **page, "_embedded": {"notices": many}}), "utf-8")
    return path


def documents(path, entries, country="SN", **columns):
    """Stolen and lost documents as CSV: the id is the number, the year that of issue."""
    rows = [
        {"document_number": f"A000000{ref}", "document_type": "Passport", "issuing_country": country,
         "type_of_fraud": "Stolen", "date_of_issue": f"{year}-01-01", **columns}
        for ref, (_, year) in entries.items()
    ]  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def entity(ref, name, year="1970", schema="Person", **more):
    """One of OpenSanctions: `more` beside the properties that start with a small letter."""
    beside = {key: more.pop(key) for key in ("referents", "datasets", "last_seen", "first_seen") if key in more}
    stated = {"name": [name], "birthDate": [year], **{key: list(values) for key, values in more.items()}}
    return {"id": ref, "schema": schema, "properties": stated, **beside}


def ftm(path, *entities):
    """Entities or deltas, one a line."""
    path.write_text("".join(json.dumps(one) + "\n" for one in entities), "utf-8")
    return path

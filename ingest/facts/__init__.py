"""Facts that are printed in a set form: who reported, people with their titles, bodies with their short forms, days. Precision first."""

from ingest.facts.byline import Byline, Credit, byline_in, bylines_in, who_reported
from ingest.facts.dates import Dated, dates_in
from ingest.facts.organisations import Organisation, organisations_in
from ingest.facts.people import Person, people_in
from ingest.facts.surnames import RARE as RARE_SURNAMES
from ingest.facts.surnames import SINGLE as SURNAMES

__all__ = [
    "RARE_SURNAMES",
    "SURNAMES",
    "Byline",
    "Credit",
    "Dated",
    "Organisation",
    "Person",
    "byline_in",
    "bylines_in",
    "dates_in",
    "organisations_in",
    "people_in",
    "who_reported",
]

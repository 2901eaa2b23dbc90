"""The words of the trail as readers see them: what was done, to what, and what a line says besides."""

from collections.abc import Mapping

from portal.web.i18n import lazy_gettext as _

ACTIONS: Mapping[str, str] = {
    "collection": _("Collected"),
    "alteration": _("Changed"),
    "consultation": _("Read"),
    "disclosure": _("Disclosed"),
    "combination": _("Matched"),
    "erasure": _("Erased"),
    "search": _("Searched"),
    "list": _("List seen"),
    "queue": _("Queue seen"),
    "export": _("Exported"),
    "form": _("Form opened"),
    "command": _("Command"),
    "decision": _("Decided"),
    "withdrawal": _("Withdrawn"),
    "administration": _("Administration"),
    "sign_in": _("Signed in"),
    "sign_in_refused": _("Sign-in refused"),
    "sign_out": _("Signed out"),
    "refused": _("Refused"),
    "pipeline": _("Processing"),
}
"""Value of `casefile.audit.Action`: its word."""

SUBJECTS: Mapping[str, str] = {
    "focal_point": _("Focal points for victims"), "interviews": _("Record"),
    "record": _("Record"), "records": _("Record"), "link": _("Link"), "draft": _("Draft"),
    "case": _("Case"), "cases": _("Case"), "networks": _("Network"), "course": _("Case"),
    "watch": _("Watch"), "watches": _("Watch"), "hit": _("Hit"), "pointer": _("Pointer"), "contact": _("Contact"),
    "contacts": _("Contact"), "lookup": _("Search"), "search": _("Search"), "joint": _("Joint case"),
    "handover": _("Handover"), "operation": _("Planned operation"), "operations": _("Planned operation"),
    "operation_meeting": _("Operations that meet"),
    "training": _("Training"), "trainings": _("Training"), "training_space": _("The training space"),
    "simulation": _("Joint simulation"),
    "agreement": _("Agreement"), "agreements": _("Agreement"), "officer": _("Officer"),
    "unit": _("Unit"), "approval": _("Request"), "alarm": _("Alarm"), "names": _("Names"), "outbox": _("Status"),
    "retention": _("Retention"), "protection": _("Protection"), "reciprocity": _("Reciprocity"),
    "picture": _("Picture"), "home": _("Home"),
    "sign_in": _("Sign in"), "audit": _("Trail"), "sample": _("Sample"), "seal": _("Sealed search"),
    "auditor_key": _("Passphrase"), "reading": _("Read by others"), "history": _("Your last acts"),
    "import": _("Import"), "coordination": _("My desk"), "exhibit": _("Exhibit"), "exhibits": _("Exhibit"),
    "dossier": _("Dossier of evidence"), "dossiers": _("Dossier of evidence"), "checkpoint": _("Proof"),
    "proof": _("Proof"), "account": _("My account"), "protection_contact": _("Protection contact"),
    "admin": _("Units and officers"), "lists": _("Lists"),
    "ftm": _("Record"), "quality": _("Quality of the data"),
    "alarms": _("Alarm"), "conflict": _("Hit"), "consulted": _("Read by others"),
    "contact_office": _("Contact"), "name_pairs": _("Names"), "owner": _("Pointer"), "pointers": _("Pointer"),
    "reach": _("How the desk is reached"), "samples": _("Sample"), "seals": _("Sealed search"),
    "status": _("Status"), "waiting": _("Hit"), "page": _("Page"), "protection_request": _("Request"),
    "post": _("Post"), "post_extract": _("Extract for a post"), "webhook": _("Webhook of a unit"),
    "api_token": _("Token of a system"), "api_records": _("Record"), "api_watches": _("Watch"),
    "webhooks": _("Webhook of a unit"), "leaving": _("Record"), "api_leaving": _("Record"),
    "api_operations": _("Planned operation"),
    "api_pointers": _("Pointer"), "yente_match": _("Search"), "yente_search": _("Search"), "openrefine": _("Search"),
    "errand": _("Errand"), "kept_question": _("Kept search"),
    "batch_check": _("List checked"), "checks": _("List checked"),
    "disputes": _("Record"), "list": _("List"), "review": _("Review"), "officers": _("Officer"),
}  # fmt: skip
"""Kind of subject: its word. One that is missing is shown as it is stored."""

FIELDS: Mapping[str, str] = {
    "text": _("a name or words"),
    "identifier": _("a number"),
    "kind": _("a kind"),
    "country": _("a country"),
    "unit": _("a unit"),
    "year_from": _("a year"),
    "year_to": _("a year"),
    "decade": _("a year"),
    "topic": _("what a list names it for"),
    "offence": _("an offence"),
    "exploitation": _("a form of exploitation"),
    "case": _("a case"),
    "case_ref": _("a case"),
}
"""Field of a search: what kind of thing was looked for. What it was stays sealed."""

GRANTS: Mapping[str, str] = {
    "roles": _("Duties"),
    "asked": _("Asked for a second administrator"),
    "confirmed": _("Confirmed"),
    "refused": _("Refused"),
    "moved": _("Move to another unit"),
    "deactivated": _("Deactivated"),
    "link": _("One-time link"),
    "password": _("Password set"),
    "officer_added": _("New officer"),
    "added": _("New unit"),
    "closed": _("Unit closed"),
    "service": _("Service"),
    "approves_watches": _("Rule of a second officer for watches"),
    "reach": _("How the desk is reached"),
    "history_days": _("How long searches are kept"),
    "changed": _("Changed"),
}
"""What an administrator did."""

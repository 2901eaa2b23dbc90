"""What a request of a signed-in officer leaves in the trail: one line, of which action.

A page that is missing here fails the build (test_trail.py), and so does a line too few or too many.
"""

from casefile.audit import Action

A = Action

LEAVES: dict[str, frozenset[Action]] = {
    name: frozenset(actions)
    for actions, names in (
        (
            (A.FORM,),
            """
            seals.ask:GET seals.passphrase:GET sign_in.sign_out_page:GET records.enter:GET
            cases.new:GET ftm.take_out:GET joint.new:GET agreements.new:GET search.form:GET checks.export:GET
            front_line.page:GET operations.new:GET trainings.new:GET picture.take_out:GET post_away.extract:GET
            errand.page:GET webhooks.add:GET
            watches.new:GET admin.add_unit:GET officers.add:GET sign_in.code:GET sign_in.code:POST sign_in.second:GET
            sign_in.second:POST sign_in.step_up:POST account.password:GET account.password:POST account.app:GET
            account.app:POST account.add_key:GET account.add_key:POST account.set_up:GET disputes.page:GET
            exhibits.new:GET exhibits.begin:POST exhibits.upload:PATCH dossiers.of_hit:GET dossiers.of_contact:GET
        """,
        ),
        (
            (A.LIST,),
            """
            admin.focal_points:GET operations.listing:GET trainings.listing:GET trainings.find:POST
            history.page:GET audit.listing:GET audit.grants:GET seals.listing:GET samples.listing:GET
            consulted.listing:GET quality.page:GET home.start:GET home.people:GET cases.listing:GET joint.listing:GET
            handover.received:GET coordination.table:GET coordination.own:GET agreements.listing:GET tokens.listing:GET
            webhooks.listing:GET picture.page:GET unit.page:GET coordination.networks:GET
            search.kept:GET checks.listing:GET
            watches.listing:GET pointers.listing:GET status.page:GET alarms.listing:GET admin.units:GET
            lists.listing:GET tables.listing:GET
            records.alike:POST drafts.listing:GET records.listing:GET records.find:POST cases.find:POST
            watches.find:POST pointers.find:POST admin.find:POST records.act:POST cases.act:POST watches.act:POST
            pointers.act:POST
            account.page:GET exhibits.listing:GET dossiers.received:GET proof.page:GET
        """,
        ),
        (
            (A.CONSULTATION, A.FORM),
            """
            records.page:GET
        """,
        ),
        (
            (A.CONSULTATION,),
            """
            compare.page:GET compare.page:POST
            operations.page:GET operations.postpone:GET operations.end:GET operations.decide:GET trainings.withdraw:GET
            seals.ask:POST seals.decide:POST seals.open_seal:POST samples.draw:POST watches.amend:GET
            records.make:POST records.undo:POST
            contacts.choose:GET contacts.received:GET contact_office.page:GET joint.record:GET records.version:GET
            interviews.page:GET
            records.amend:GET records.withdraw:GET records.link:GET records.withdraw_link:GET retention.extend:GET
            retention.hold:GET cases.page:GET cases.amend:GET cases.close:GET cases.reopen:GET joint.page:GET
            networks.of_case:GET networks.of_record:GET networks.of_joint:GET course.in_time:GET course.on_map:GET
            course.joint_in_time:GET course.joint_on_map:GET
            joint.accept:GET webhooks.page:GET leaving.of_joint:GET leaving.of_contact:GET
            joint.decline:GET joint.leave:GET joint.close:GET handover.give:GET handover.receipt:GET
            agreements.end:GET watches.page:GET pointers.read:POST pointers.question:GET contacts.page:GET
            contacts.note_recalls:POST review.page:GET protection.subject:GET protection.ask:GET reach.page:GET
            reach.page:POST admin.service:GET admin.close_unit:GET admin.ask:GET officers.duties:GET officers.move:GET
            officers.link:GET officers.deactivate:GET account.renew_codes:POST account.forget_device:POST
            account.remove_key:POST exhibits.page:GET exhibits.large:GET exhibits.original:POST dossiers.page:GET
            dossiers.read:GET dossiers.file:GET dossiers.more:POST proof.download:GET protection.contact:GET
            protection.release:POST protection.report_referral:POST protection.request_page:GET protection.unmask:POST
            officers.second_factor:GET review.unmask:POST
        """,
        ),
        (
            (A.ALTERATION,),
            """
            interviews.page:POST interviews.refer:POST
            operations.postpone:POST operations.end:POST operations.called:POST
            records.link:POST retention.extend:POST joint.name:POST joint.remove:POST records.withdraw:POST
            cases.close:POST cases.reopen:POST watches.step:POST protection.ask:POST disputes.page:POST
            protection.note_person:POST
        """,
        ),
        (
            (A.ALTERATION, A.CONSULTATION),
            """
            records.amend:POST watches.amend:POST records.withdraw_link:POST cases.amend:POST
        """,
        ),
        (
            (A.QUEUE,),
            """
            retention.listing:GET coordination.desk:GET coordination.pointers:GET coordination.conflicts:GET
            coordination.waiting:GET coordination.owners:GET agreements.waiting:GET watches.approvals:GET
            contact_office.listing:GET review.queue:GET protection.listing:GET name_pairs.listing:GET
            name_pairs.find:POST operations.meetings:GET review.find:POST review.act:POST
        """,
        ),
        (
            (A.ALTERATION, A.DECISION),
            """
            joint.accept:POST
        """,
        ),
        (
            (A.WITHDRAWAL,),
            """
            trainings.withdraw:POST joint.take_out:POST joint.leave:POST dossiers.take_back:POST
        """,
        ),
        (
            (A.WITHDRAWAL, A.CONSULTATION),  # taken back again: nothing is to be done
            """
            interviews.end_consent:POST
        """,
        ),
        (
            (A.DECISION,),
            """
            samples.check:POST retention.hold:POST joint.decline:POST joint.close:POST handover.decide:POST
            watches.decide:POST pointers.answer:POST contacts.close:POST contacts.ask:POST contacts.second:POST
            contact_office.message:POST contact_office.close:POST review.settle:POST name_pairs.judge:POST
            handover.take_back:POST contacts.call:POST contacts.message:POST contacts.decide:POST
            contacts.outcome:POST contacts.ask_help:POST review.decide:POST protection.lower:POST protection.decide:POST
            dossiers.answer:POST
            dossiers.send:POST protection.acknowledge:POST protection.close:POST protection.confirm:POST
            protection.refer:POST protection.refuse:POST review.take:POST review.assign:POST
            review.again:POST review.undo:POST
        """,
        ),
        (
            (A.ADMINISTRATION,),
            """
            admin.focal_points:POST trainings.new:POST
            account.digest:POST seals.passphrase:POST agreements.new:POST agreements.confirm:POST agreements.refuse:POST
            admin.add_unit:POST admin.confirm:POST officers.add:POST officers.move:POST agreements.end:POST
            admin.approves_watches:POST admin.service:POST admin.close_unit:POST admin.refuse:POST
            officers.duties:POST officers.link:POST officers.deactivate:POST officers.second_factor:POST
            proof.page:POST webhooks.add:POST webhooks.rotate:POST webhooks.test:POST
        """,
        ),
        (
            (A.ADMINISTRATION, A.FORM),
            """
            lists.bring_in:POST
        """,
        ),
        (
            (A.SEARCH,),
            """
            search.page:GET watches.preview:POST checks.page:GET
        """,
        ),
        (
            (
                A.CONSULTATION,
                A.SEARCH,
                A.COLLECTION,
                A.FORM,
            ),  # ordered now, searched by the worker a moment later: a line each
            """
            checks.order:POST checks.again:POST
        """,
        ),
        (
            (A.CONSULTATION, A.DECISION),
            """
            contacts.acknowledge:POST
        """,
        ),
        (
            (A.EXPORT,),
            """
            interviews.sheet:POST picture.take_out:POST
            name_pairs.labelled:GET audit.export:GET audit.paper:GET ftm.take_out:POST leaving.take_joint:POST
        """,
        ),
        (
            (A.FORM, A.EXPORT),  # the reason is asked for first
            """
            cases.export:POST records.export:POST watches.export:POST pointers.export:POST
            trainings.export:POST
        """,
        ),
        (
            (A.PIPELINE,),
            """
            status.retry:POST
        """,
        ),
        (
            (A.ADMINISTRATION, A.LIST),
            """
            tokens.revoke:POST webhooks.remove:POST
        """,
        ),
        (
            (A.CONSULTATION, A.LIST),
            """
            alarms.seen:POST
        """,
        ),
        (
            (A.COLLECTION,),
            """
            records.enter:POST cases.new:POST watches.new:POST joint.minute:POST exhibits.new:POST
            search.keep:POST operations.new:POST
        """,
        ),
        (
            (A.FORM, A.COLLECTION, A.SEARCH),
            """
            search.ask:POST search.narrow:POST search.again:POST front_line.page:POST
        """,
        ),
        (
            (A.COLLECTION, A.FORM),  # a form alone, where the same errand goes on
            """
            errand.begin:POST records.open_with_reason:POST
        """,
        ),
        (
            (A.ALTERATION, A.FORM),
            """
            errand.end:POST checks.seen:POST
        """,
        ),
        (
            (A.DISCLOSURE,),
            """
            joint.new:POST joint.put:POST handover.give:POST operations.decide:POST
        """,
        ),
        (
            (A.SIGN_OUT,),
            """
            account.end_sign_ins:POST
        """,
        ),
        (
            (A.CONSULTATION, A.EXPORT),
            """
            leaving.take_received:POST
        """,
        ),
        (
            (A.CONSULTATION, A.DISCLOSURE),
            """
            dossiers.export_hit:POST dossiers.export_contact:POST
        """,
        ),
        (
            (A.COLLECTION, A.FORM),
            """
            tables.send:POST checks.give:POST
        """,
        ),
        (
            (A.COLLECTION, A.ALTERATION, A.CONSULTATION),
            """
            tables.page:GET tables.order:POST tables.undo:POST
        """,
        ),
        (
            (A.EXPORT,),
            """
            tables.refused:GET checks.export:POST post_away.extract:POST
        """,
        ),
        (
            (A.ERASURE,),
            """
            exhibits.drop:POST drafts.discard:POST search.forget:POST
        """,
        ),
        (
            (A.ALTERATION, A.CONSULTATION, A.DISCLOSURE),
            """
            exhibits.step:POST
        """,
        ),
    )  # fmt: skip
    for name in names.split()
}
"""Endpoint and method: the action of the line when the request was answered. Refused ones are `refused`."""

SEVERAL: dict[str, str] = {
    "records.version:GET": "the version, the one before it and the newest are opened: each is a line",
    "checks.order:POST": "the errand begins, and the list is checked for it",
    "front_line.page:POST": "the errand begins, the question is kept, and what was shown is noted",
    "search.ask:POST": "the errand begins, and the search is asked for it",
    "records.amend:GET": "refused, the record is shown instead: it was opened twice",
    "records.amend:POST": "the record is opened to be compared with what was typed, and then altered or shown",
    "records.withdraw_link:POST": "the record is opened, and its link is withdrawn",
    "joint.accept:POST": "the seat is taken, and its first member is named",
    "joint.close:POST": "the refused step, and the page that says so",
    "watches.step:POST": "the refused step, and the page that says so",
    "watches.amend:GET": "the refused step, and the page that says so",
    "watches.amend:POST": "the watch is opened to be compared with what was typed, and then altered or shown",
    "contacts.acknowledge:POST": "the step in the contact, and that the pointer was read",
    "dossiers.export_contact:POST": "the hit is opened, and leaves as a dossier",
    "dossiers.export_hit:POST": "the hit is opened, and leaves as a dossier",
    "leaving.take_received:POST": "what was released is looked at, and leaves as a file",
    "review.decide:POST": "the refused judgement, and the page that shows it next to the one that was first",
    "contacts.close:POST": "the refused step, and the page that says so",
}
"""Requests that do several things of which each has its line: which, at most three."""

GIVEN: dict[str, dict[str, str]] = {
    "records.enter": {"kind": "report", "narrative": "Vu au quai.", "case": "an own case", "subject_category": "none",
                      "purpose": "support_investigation", "source_grade": "B", "info_grade": "2", "handling": "H2",
                      "sharing": "full", "notify": "mutual"},
    "exhibits.begin": {"name": "boat.jpg", "size": "10", "case": "an own case"},
    "cases.new": {"reference": "BJL-77", "title": "A boat"},
    "front_line.page": {"text": "Inventa Diallo", "reason": "named by a witness", "purpose": "support_investigation"},
    "search.ask": {"text": "Inventa Diallo", "reason": "named by a witness", "purpose": "support_investigation"},
    "checks.give": {"text": "Inventa Diallo"},
    "checks.order": {"reason": "named by a witness", "do": "check"},
    "errand.begin": {"reason": "named by a witness"},
    "records.open_with_reason": {"reason": "named by a witness"},
    "webhooks.add": {"name": "desk2", "url": "https://hook.invalid/griot"},
    "admin.add_unit": {"code": "ML-BKO", "country": "ML", "name": "Bamako"},
    "officers.add": {"login": "newcomer", "name": "A. Newcomer", "unit": "GM-BJL", "roles": "investigator"},
    "trainings.new": {"officer": "an officer", "course": "search", "day": "2/1/2026", "tutor": "A. Sarr"},
    "reach.page": {"desk": "Quay 4", "hours": "8-18"},
}  # fmt: skip
"""Forms that bring an action about, besides those of the matrix."""

NO_LINE = {
    "names": "reads and weighs words that are typed; opens no installation",
    "identifiers": "reads the numbers of a file; opens no installation",
    "bench": "measures an installation of its own, which it throws away",
    "template fields": "lists what a template may name; opens nothing",
    "demo story": "tells what to click; opens nothing",
}
"""Commands (or their groups) that open no database of an installation, each with the reason."""

"""Stored words follow the trade's: dead letters, the model's version, *possible*, rules by name; and stated reasons.

Evidence was stored with its sentence, so that rewording one orphaned the translations of every earlier hit. From here
on it holds the rule's name; the sentences of the first release are frozen below and nowhere else.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

RULES = {
    "A part of the name is missing on one side": "name_part_missing",
    "The names agree": "names_agree",
    "The names may be one: a slip or a rare spelling": "names_may_be_one",
    "A weak alias agrees": "weak_alias_agrees",
    "The name stands in the report's text": "name_in_text",
    "The names differ": "names_differ",
    "The day of birth agrees": "birth_day_agrees",
    "Day and month of birth are exchanged": "birth_day_and_month_exchanged",
    "The month and year of birth agree": "birth_month_agrees",
    "The year of birth agrees": "birth_year_agrees",
    "The year of birth agrees, the day does not": "birth_year_agrees_day_differs",
    "The years of birth are one apart": "birth_years_one_apart",
    "The years of birth are two apart": "birth_years_two_apart",
    "The year of birth lies in the range given": "birth_year_in_range",
    "The years of birth are three to five apart": "birth_years_three_to_five_apart",
    "The years of birth are six to ten apart": "birth_years_six_to_ten_apart",
    "The years of birth are more than ten apart": "birth_years_far_apart",
    "The sex agrees": "sex_agrees",
    "The sex differs": "sex_differs",
    "The nationality agrees": "nationality_agrees",
    "A nationality from outside the region agrees": "nationality_from_afar_agrees",
    "The nationalities differ": "nationalities_differ",
    "The place of birth agrees": "birth_place_agrees",
    "The place of birth agrees: a large town": "birth_place_large_town_agrees",
    "A place agrees": "place_agrees",
    "The year of founding agrees": "founding_year_agrees",
    "The name of the thing agrees": "entity_name_agrees",
    "The vessel stands in the report's text": "vessel_in_text",
    "The phone number agrees": "phone_agrees",
    "The passport number agrees": "passport_agrees",
    "The identity number agrees": "national_id_agrees",
    "The document number agrees": "document_agrees",
    "The number plate agrees": "plate_agrees",
    "The chassis number agrees": "vin_agrees",
    "The device number agrees": "imei_agrees",
    "The IMO number agrees": "imo_agrees",
    "The MMSI agrees": "mmsi_agrees",
    "The hull number agrees": "hull_agrees",
    "The account number agrees": "account_agrees",
    "The e-mail address agrees": "email_agrees",
    "The account name agrees": "handle_agrees",
    "The registration number agrees": "registration_agrees",
    "The list reference agrees": "list_reference_agrees",
    "The digits of the phone number agree": "phone_digits_agree",
}


def upgrade() -> None:
    op.create_table(
        "stated_reason",
        sa.Column("token_hash", sa.String(64), sa.ForeignKey("portal_session.token_hash"), primary_key=True),
        sa.Column("record_id", sa.String(32), sa.ForeignKey("record.id"), primary_key=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.String(80), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.execute("ALTER TABLE outbox RENAME COLUMN parked_at TO dead_lettered_at")
    op.execute("ALTER TABLE hit RENAME COLUMN rules_version TO model_version")
    if op.get_bind().dialect.name == "postgresql":  # a stated reason is kept whole; SQLite never enforced the length
        op.execute("ALTER TABLE record_version ALTER COLUMN change_note TYPE TEXT")
        op.execute("ALTER TABLE watch ALTER COLUMN state_reason TYPE TEXT")
    op.execute("UPDATE outbox SET stage = 'match' WHERE stage = 'look'")
    op.execute("UPDATE hit SET decision = 'possible' WHERE decision = 'look'")
    _rename_rules(RULES)


def downgrade() -> None:
    _rename_rules({name: sentence for sentence, name in RULES.items()})
    op.execute("UPDATE hit SET decision = 'look' WHERE decision = 'possible'")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE record_version ALTER COLUMN change_note TYPE VARCHAR(500) USING left(change_note, 500)")
        op.execute("ALTER TABLE watch ALTER COLUMN state_reason TYPE VARCHAR(500) USING left(state_reason, 500)")
    op.execute("UPDATE outbox SET stage = 'look' WHERE stage = 'match'")
    op.execute("ALTER TABLE hit RENAME COLUMN model_version TO rules_version")
    op.execute("ALTER TABLE outbox RENAME COLUMN dead_lettered_at TO parked_at")
    op.drop_table("stated_reason")


def _rename_rules(names: dict[str, str]) -> None:
    """Hits by the thousand: read in pages by id, so that no installation is too large for it."""
    connection = op.get_bind()
    hit = sa.table("hit", sa.column("id", sa.String), sa.column("evidence", sa.JSON))
    after = ""
    while rows := connection.execute(
        sa.select(hit.c.id, hit.c.evidence).where(hit.c.id > after).order_by(hit.c.id).limit(1000)
    ).all():
        after = rows[-1].id
        for row in rows:
            terms = json.loads(row.evidence) if isinstance(row.evidence, str) else row.evidence
            renamed = [{**term, "rule": names.get(term["rule"], term["rule"])} for term in terms]
            if renamed != terms:
                connection.execute(sa.update(hit).where(hit.c.id == row.id).values(evidence=renamed))

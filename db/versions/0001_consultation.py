"""the consultation register and the house's own tables."""

import sqlalchemy as sa
from alembic import op


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


SEARCH = (
    "CREATE TABLE search_entry (id INTEGER CONSTRAINT pk_search_entry PRIMARY KEY, register TEXT NOT NULL, uid TEXT NOT NULL, texts BLOB NOT NULL, CONSTRAINT uq_search_entry_uid UNIQUE (uid, register))",
    "CREATE VIRTUAL TABLE search_index USING fts5(grams, content='', contentless_delete=1, detail='none', tokenize='ascii')",
    "INSERT INTO search_index (search_index, rank) VALUES ('pgsz', 3900)",
)


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("verb", sa.String(length=24), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.String(length=400), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_record", ["uid", "register"], unique=False)

    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "consultation",
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("via_12348", sa.Boolean(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_time", sa.Time(), nullable=True),
        sa.Column("receptionist", sa.String(length=60), nullable=False),
        sa.Column("visitor", sa.String(length=60), nullable=False),
        sa.Column("id_kind", sa.String(length=24), nullable=False),
        sa.Column("id_number", sa.String(length=40), nullable=False),
        sa.Column("id_reason", sa.String(length=100), nullable=False),
        sa.Column("sex", sa.String(length=24), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("town", sa.String(length=24), nullable=True),
        sa.Column("village", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("groups", sa.String(length=400), nullable=False),
        sa.Column("ethnic_group", sa.String(length=20), nullable=False),
        sa.Column("education", sa.String(length=24), nullable=True),
        sa.Column("nationality", sa.String(length=30), nullable=False),
        sa.Column("household", sa.String(length=120), nullable=False),
        sa.Column("workplace", sa.String(length=100), nullable=False),
        sa.Column("companions", sa.Integer(), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("repeat_visit", sa.Boolean(), nullable=False),
        sa.Column("opposing_party", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("result", sa.String(length=24), nullable=True),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("informed_right", sa.Boolean(), nullable=False),
        sa.Column("informed_on", sa.Date(), nullable=True),
        sa.Column("appointment_on", sa.Date(), nullable=True),
        sa.Column("referred_to", sa.String(length=100), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("office", sa.String(length=24), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("revisions", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(length=20), nullable=False),
        sa.Column("created_by", sa.String(length=60), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.Column("changed_by", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("uid", name=op.f("uq_consultation_uid")),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_consultation_counted",
            [
                "received_on",
                "state",
                "office",
                "id",
                "headcount",
                "channel",
                "via_12348",
                "sex",
                "result",
                "town",
                "groups",
                "repeat_visit",
                "companions",
                "id_kind",
                "informed_right",
            ],
            unique=False,
        )
        batch_op.create_index("ix_consultation_listed", ["state", "received_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultation_number"), ["number"], unique=False)

    op.create_table(
        "draft",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_draft")),
    )
    op.create_table(
        "mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("id_number", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
    )
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mention_id_number"), ["id_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_mention_name"), ["name"], unique=False)
        batch_op.create_index("ix_mention_record", ["register", "uid"], unique=False)

    op.create_table(
        "paper",
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("record", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reprints", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.String(length=20), nullable=False),
        sa.Column("issued_by", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_paper")),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index("ix_paper_record", ["register", "record"], unique=False)

    op.create_table(
        "phrase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("last_used", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
    )
    with op.batch_alter_table("phrase", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phrase_store"), ["store"], unique=False)

    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("lineage", sa.JSON(), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("register", "uid", "step", name=op.f("uq_revision_register_uid_step")),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revision_digest"), ["digest"], unique=False)

    op.create_table(
        "serial",
        sa.Column("office", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office", "kind", "year", name=op.f("pk_serial")),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "verdict",
        sa.Column("one", sa.String(length=160), nullable=False),
        sa.Column("other", sa.String(length=160), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_verdict")),
    )
    op.create_table(
        "consultation_matter",
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=24), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["consultation.id"], name=op.f("fk_consultation_matter_parent_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_matter")),
    )
    with op.batch_alter_table("consultation_matter", schema=None) as batch_op:
        batch_op.create_index("ix_consultation_matter_counted", ["parent_id", "category"], unique=False)
    for statement in SEARCH:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("search_index")
    op.drop_table("search_entry")
    with op.batch_alter_table("consultation_matter", schema=None) as batch_op:
        batch_op.drop_index("ix_consultation_matter_counted")

    op.drop_table("consultation_matter")
    op.drop_table("verdict")
    op.drop_table("setting")
    op.drop_table("serial")
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revision_digest"))

    op.drop_table("revision")
    with op.batch_alter_table("phrase", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phrase_store"))

    op.drop_table("phrase")
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_index("ix_paper_record")

    op.drop_table("paper")
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.drop_index("ix_mention_record")
        batch_op.drop_index(batch_op.f("ix_mention_name"))
        batch_op.drop_index(batch_op.f("ix_mention_id_number"))

    op.drop_table("mention")
    op.drop_table("draft")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_number"))
        batch_op.drop_index("ix_consultation_listed")
        batch_op.drop_index("ix_consultation_counted")

    op.drop_table("consultation")
    op.drop_table("blob")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_record")

    op.drop_table("audit")

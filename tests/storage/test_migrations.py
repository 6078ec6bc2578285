"""The revisions in db/versions: their head is what the declarations say, each goes up and down, all or none."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from quyuan_desktop.bundle import MIGRATIONS
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.base import Base
from quyuan_desktop.services.backups import backups
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import history, keys, migrate, search
from quyuan_desktop.storage.engine import Ledger, open_ledger
from tests.offices import PASSWORD, Clock, at_work, dump, execute, filled, fresh, nowhere, save

KEY = bytes(range(32))
SCRIPTS = ScriptDirectory.from_config(migrate.alembic_config(MIGRATIONS))
REVISIONS = [revision.revision for revision in reversed(list(SCRIPTS.walk_revisions()))]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty, encrypted file."""
    ledger = open_ledger(tmp_path, KEY)
    yield ledger
    ledger.close()


def tables(ledger: Ledger) -> dict[str, str]:
    with ledger.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {str(name): str(sql).replace('"', "") for name, sql in found}  # a table made anew is quoted


def ours(name: str | None, kind: str, parents: Any) -> bool:
    return not (kind == "table" and name is not None and name.startswith("search"))


def test_the_head_is_what_the_declarations_say(ledger: Ledger) -> None:
    migrate.bring_up(ledger)
    with ledger.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": ours})
        assert compare_metadata(context, Base.metadata) == []
    with ledger.engine.connect() as connection:
        known = {name for name in inspect(connection).get_table_names() if ours(name, "table", {})}
    assert known == {*Base.metadata.tables, "alembic_version"}
    assert {register.record.__tablename__ for register in REGISTERS.values()} <= known


def test_the_search_tables_are_what_the_search_says(ledger: Ledger, tmp_path: Path) -> None:
    """Alembic does not compare them: the migrated ones are those of `search.SCHEMA`."""
    migrate.bring_up(ledger)
    plain = tmp_path / "search"
    plain.mkdir()
    said = open_ledger(plain, KEY)
    with said.engine.begin() as connection:
        for statement in search.SCHEMA:
            connection.exec_driver_sql(statement)
    try:
        assert {name: sql for name, sql in tables(ledger).items() if name.startswith("search")} == tables(said)
        settings = [_settings_of_search(one) for one in (ledger, said)]
        assert settings[0] == settings[1]
    finally:
        said.close()


def _settings_of_search(ledger: Ledger) -> list[tuple[Any, ...]]:
    with ledger.engine.connect() as connection:
        return sorted(map(tuple, connection.exec_driver_sql("SELECT * FROM search_index_config")))


def test_the_head_is_known_without_alembic() -> None:
    assert SCRIPTS.get_heads() == [migrate.head()]
    assert all(path.name.startswith(tuple(f"{each}_" for each in REVISIONS)) for path in _files())
    assert len(_files()) == len(REVISIONS)


def _files() -> list[Path]:
    return sorted((MIGRATIONS / "versions").glob("*.py"))


def test_revisions_follow_one_another_by_number() -> None:
    assert [int(revision) for revision in REVISIONS] == list(range(1, len(REVISIONS) + 1))
    assert all(len(revision) == 4 for revision in REVISIONS)


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_revision_goes_up_and_down(ledger: Ledger, revision: str) -> None:
    position = REVISIONS.index(revision)
    before = REVISIONS[position - 1] if position else "base"
    if position:
        migrate.upgrade(ledger, before)
    former = tables(ledger)
    migrate.upgrade(ledger, revision)
    latter = tables(ledger)
    assert migrate.current(ledger) == revision
    migrate.downgrade(ledger, before)
    now = tables(ledger)
    assert {**now, "alembic_version": ""} == {**former, "alembic_version": ""}
    migrate.upgrade(ledger, revision)
    assert tables(ledger) == latter


def test_a_new_file_is_brought_up_once(ledger: Ledger) -> None:
    assert migrate.current(ledger) == ""
    assert migrate.bring_up(ledger)
    assert migrate.current(ledger) == migrate.head()
    assert not migrate.bring_up(ledger)


def test_an_interrupted_migration_changes_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes last fails: the power, the disk, a fault of ours. The file is as it was, and the next try works."""

    class Interrupted(Exception):
        pass

    def fail(*given: Any, **named: Any) -> None:
        raise Interrupted

    with monkeypatch.context() as patch:
        patch.setattr(op, "execute", fail)
        with pytest.raises(Interrupted):
            migrate.bring_up(ledger)
    assert {name for name in tables(ledger) if name != "alembic_version"} == set()
    assert migrate.current(ledger) == ""
    assert migrate.bring_up(ledger)


def test_foreign_keys_are_watched_again_after_a_migration(ledger: Ledger) -> None:
    migrate.bring_up(ledger)
    with ledger.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.parametrize("version", ["9999", "0002_from_elsewhere", "abcd", "10000", "zzzz", "新版"])
def test_a_newer_ledger_is_left_alone(tmp_path: Path, version: str) -> None:
    with at_work(filled(tmp_path)) as place:
        execute(place, "UPDATE alembic_version SET version_num = ?", version)
        before = dump(place)
    with pytest.raises(Trouble, match="更新版本.*升级"):
        sign_in(tmp_path, PASSWORD, now=Clock())
    assert backups(tmp_path) == []
    with at_work(_opened(tmp_path)) as place:
        assert dump(place) == before


def _opened(folder: Path) -> Workplace:
    """The ledger without signing in, with the key that a password gives."""
    key, _ = keys.unlock(folder, PASSWORD)
    return replace(nowhere(), ledger=open_ledger(folder, key))


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM alembic_version",
        "DROP TABLE alembic_version",
        "DROP TABLE setting",
        "DELETE FROM setting",
        "DROP TABLE serial",
    ],
)
def test_a_ledger_that_makes_no_sense_is_a_trouble(tmp_path: Path, damage: str) -> None:
    """A database tool in the wrong hands: a sentence, no crash, and every record still there."""
    with at_work(filled(tmp_path)) as place:
        before = dump(place)
        execute(place, damage)
    with pytest.raises(Trouble):
        sign_in(tmp_path, PASSWORD, now=Clock())
    with at_work(_opened(tmp_path)) as place:
        assert dump(place)["consultation"] == before["consultation"]


def test_an_older_ledger_is_backed_up_before_it_is_brought_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a revision more in the program, an old ledger is backed up, brought up, and whole."""
    newer = tmp_path / "db"
    _copy_with_another_revision(newer)
    folder = tmp_path / "data"
    with at_work(filled(folder)) as place:
        before = dump(place)
    monkeypatch.setattr(migrate, "MIGRATIONS", newer)
    with at_work(sign_in(folder, PASSWORD, now=Clock())) as place:
        assert migrate.current(place.ledger) == "0999"
        after = dump(place)
        assert after.pop("later_table") == []
        assert {name: rows for name, rows in after.items() if name != "alembic_version"} == {
            name: rows for name, rows in before.items() if name != "alembic_version"
        }
        assert check(place) == []
    assert [backup.reason for backup in backups(folder)] == ["升级前"]
    monkeypatch.setattr(migrate, "MIGRATIONS", MIGRATIONS)
    with pytest.raises(Trouble, match="更新版本"):
        sign_in(folder, PASSWORD, now=Clock())


def _copy_with_another_revision(target: Path) -> None:
    for path in MIGRATIONS.rglob("*"):
        if path.is_file() and path.suffix in (".py", ".mako", ".csv"):
            copy = target / path.relative_to(MIGRATIONS)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    (target / "versions" / "0999_later.py").write_text(
        f'''"""later."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0999", "{migrate.head()}", None, None
def upgrade():
    op.create_table("later_table", sa.Column("id", sa.Integer(), primary_key=True))
def downgrade():
    op.drop_table("later_table")
''',
        encoding="utf-8",
    )


def test_a_fresh_office_is_at_the_head(tmp_path: Path) -> None:
    with at_work(fresh(tmp_path)) as place:
        assert migrate.current(place.ledger) == migrate.head()
        assert check(place) == []


@pytest.mark.parametrize("revision", REVISIONS[1:])
def test_rows_survive_each_revision(ledger: Ledger, revision: str) -> None:
    """A ledger in use has rows in every table: a new column must have a value for them."""
    migrate.upgrade(ledger, REVISIONS[REVISIONS.index(revision) - 1])
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # the row pointed at may come later
        for name in inspect(connection).get_table_names():
            if not name.startswith(("search", "alembic")):
                columns = inspect(connection).get_columns(name)
                texts = ", ".join("1" if column["type"].python_type is int else "'1'" for column in columns)
                connection.exec_driver_sql(f'INSERT INTO "{name}" VALUES ({texts})')
    before = _values(ledger)
    migrate.upgrade(ledger, revision)
    after = _values(ledger)
    for name, values in before.items():
        assert {column: after[name][column] for column in values} == values


def _values(ledger: Ledger) -> dict[str, dict[str, Any]]:
    found = {}
    with ledger.engine.connect() as connection:
        for name in inspect(connection).get_table_names():
            if not name.startswith(("search", "alembic")):
                row = connection.exec_driver_sql(f'SELECT * FROM "{name}"').mappings().first()
                found[name] = dict(row or {})
    return {name: values for name, values in found.items() if values}


def test_a_record_kept_before_a_field_was_added_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an older program kept lacks the newer fields; that is not a damage."""
    content_of = history.content_of

    def of_an_older_program(register: Any, record: Any) -> Any:
        content = content_of(register, record)
        lacking = {
            name: value for name, value in content["fields"].items() if not name.startswith(("point", "at_"))
        }
        return {**content, "fields": lacking}

    with at_work(fresh(tmp_path)) as place:
        with monkeypatch.context() as older:
            older.setattr(history, "content_of", of_an_older_program)
            save(place)
        assert check(place) == []
        execute(place, "UPDATE consultation SET visitor = '改'")
        assert len(check(place)) == 1

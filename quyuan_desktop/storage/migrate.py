"""Bringing a ledger's tables to the present form: the revisions lie in db/versions, named 0001_what.py."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from quyuan_desktop.bundle import MIGRATIONS
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.storage.engine import Ledger, sorted_troubles

if TYPE_CHECKING:
    from alembic.config import Config


def head() -> str:
    """The newest revision this program knows, from the file names: alembic is slow to load."""
    names = (re.match(r"(\d{4})_", path.name) for path in (MIGRATIONS / "versions").glob("*.py"))
    return max(name.group(1) for name in names if name)


def current(ledger: Ledger) -> str:
    """The ledger's own revision; empty for a new file."""
    with sorted_troubles(ledger), ledger.engine.connect() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'alembic_version'")
        if tables.first() is None:
            return ""
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return str(found or "")


def bring_up(ledger: Ledger, before: Callable[[], object] | None = None) -> bool:
    """Migrate to the head in one transaction, after `before` (the backup). True when there was something to do.

    Raises Trouble when the ledger was written by a newer program.
    """
    mine, wanted = current(ledger), head()
    if mine == wanted:
        return False
    if mine > wanted or not re.fullmatch(r"(\d{4})?", mine):
        raise Trouble("数据是更新版本的工作台写的，本程序打不开。请把程序升级到同一版本或更新版本，数据没有改动。")
    if mine and before is not None:
        before()
    upgrade(ledger, wanted)
    return True


def upgrade(ledger: Ledger, revision: str) -> None:
    """Run the migrations up to `revision`, all or none."""
    from alembic import command

    _migrate(ledger, command.upgrade, revision)


def downgrade(ledger: Ledger, revision: str) -> None:
    """Run the migrations down to `revision`; for tests of the migrations."""
    from alembic import command

    _migrate(ledger, command.downgrade, revision)


def _migrate(ledger: Ledger, step: Callable[..., None], revision: str) -> None:
    raw = ledger.engine.raw_connection()
    # A table made anew is dropped first, and that must not take its children along.
    raw.cursor().execute("PRAGMA foreign_keys = OFF")
    try:
        with sorted_troubles(ledger), ledger.engine.begin() as connection:
            config = alembic_config(MIGRATIONS)
            config.attributes["connection"] = connection
            step(config, revision)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise Trouble("升级数据时发现内部关联不完整，已停止，数据没有改动。请把备份交给技术人员查看。")
    except BaseException:
        ledger.forget_pages()
        raise
    finally:
        raw.cursor().execute("PRAGMA foreign_keys = ON")
        raw.close()


def alembic_config(folder: Path) -> "Config":
    """Alembic's configuration, without a file of its own."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config

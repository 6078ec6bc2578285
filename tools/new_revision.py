"""Writes the next migration in db/versions from what the declarations have and the migrations lack."""

import sys
from typing import Any

from alembic import command
from alembic.operations.ops import AddColumnOp
from sqlalchemy import DefaultClause, create_engine
from sqlcipher3 import dbapi2

from quyuan_desktop.bundle import MIGRATIONS
from quyuan_desktop.storage import migrate


def _with_defaults(operation: Any) -> None:
    """A column that must have a value begins, in the records there are, with the empty one."""
    for each in getattr(operation, "ops", ()) or getattr(operation, "upgrade_ops_list", ()):
        _with_defaults(each)
    if isinstance(operation, AddColumnOp) and not operation.column.nullable:
        operation.column.server_default = DefaultClause(EMPTY[operation.column.type.python_type])


EMPTY = {str: "", bool: "0", int: "0", list: "[]", dict: "{}", object: "[]"}  # object: JSON, as attached files are


def main(name: str) -> None:
    """Write `name` (0002_mediation). Raises SystemExit when it is not the next number."""
    number, _, what = name.partition("_")
    if number != f"{int(migrate.head()) + 1:04d}" or not what:
        raise SystemExit(f"the next revision is {int(migrate.head()) + 1:04d}_<what>")
    with create_engine("sqlite://", module=dbapi2).begin() as connection:
        config = migrate.alembic_config(MIGRATIONS)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        made = command.revision(
            config,
            what.replace("_", " "),
            autogenerate=True,
            rev_id=number,
            process_revision_directives=lambda context, revision, directives: _with_defaults(directives[0]),
        )
    for script in made if isinstance(made, list) else [made]:
        if script is not None:
            print(script.path)


if __name__ == "__main__":
    main(sys.argv[1])

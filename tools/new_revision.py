"""Writes the next migration in db/versions from what the declarations have and the migrations lack."""

import sys

from alembic import command
from sqlalchemy import create_engine
from sqlcipher3 import dbapi2

from quyuan_desktop.bundle import MIGRATIONS
from quyuan_desktop.storage import migrate


def main(name: str) -> None:
    """Write `name` (0002_mediation). Raises SystemExit when it is not the next number."""
    number, _, what = name.partition("_")
    if number != f"{int(migrate.head()) + 1:04d}" or not what:
        raise SystemExit(f"the next revision is {int(migrate.head()) + 1:04d}_<what>")
    with create_engine("sqlite://", module=dbapi2).begin() as connection:
        config = migrate.alembic_config(MIGRATIONS)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        made = command.revision(config, what.replace("_", " "), autogenerate=True, rev_id=number)
    for script in made if isinstance(made, list) else [made]:
        if script is not None:
            print(script.path)


if __name__ == "__main__":
    main(sys.argv[1])

"""Alembic's environment: migrates the connection it is handed, or compares it with the declarations."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import TypeDecorator

from quyuan_desktop.registers import REGISTERS  # noqa: F401  # declares the registers' tables
from quyuan_desktop.registers.base import Base
from quyuan_desktop.storage import tables  # noqa: F401  # declares the house's own tables


def ours(name: str | None, kind: str, parents: object) -> bool:
    """The search index keeps tables of its own that no declaration knows."""
    return not (kind == "table" and name is not None and name.startswith("search"))


def rendered(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """A migration names plain column types: what our own types mean may change, what was migrated may not."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    include_name=ours,
    render_item=rendered,
    transactional_ddl=False,
)
with context.begin_transaction():
    context.run_migrations()

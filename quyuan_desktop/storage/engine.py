"""The open ledger: one encrypted SQLite file, one connection, one writer, nothing half done.

journal_mode=TRUNCATE with synchronous=FULL outlasts power cuts and leaves no side file; locking_mode=EXCLUSIVE
with a BEGIN EXCLUSIVE at the start refuses a second instance. See docs/adr/0002-encrypted-sqlite.md.
"""

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.storage import heap

FILE = "office.db"
RESERVE = "reserve"
RESERVE_BYTES = 2 * 1024 * 1024
APPLICATION_ID = 0x51594453
RENEWING = "renewing"
LARGEST_BLOB = 64 << 20
STEPS = 10_000
"""Of the database's own small steps, after which it looks up from a query."""
# WORKAROUND(SQLCipher 4.19 and before, pager_playback_one_page): a rollback takes the first page for a page of a table
# before it deciphers it. Once in some 6,000 times the cipher text looks like one, and from then on the connection, not
# the file, answers "malformed" or wrong rows when it is asked which tables there are. See docs/faults.md.
FORGET_PAGES = "PRAGMA shrink_memory"
_BRIEF = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Ledger:
    """One open ledger. Used from one thread at a time; close it to let go of the file."""

    def __init__(self, folder: Path, key: bytes, engine: Engine) -> None:
        self.folder = folder
        self.key = key
        self.engine = engine
        self.synced = True

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for looking; what it loads is detached at the end. Raises Trouble."""
        with sorted_troubles(self), Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield session
            session.expunge_all()
            session.rollback()

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is one transaction: all of it is saved at the end, or nothing. Raises Trouble."""
        try:
            with sorted_troubles(self), Session(self.engine, expire_on_commit=False) as session, session.begin():
                yield session
        except BaseException:
            self.forget_pages()
            raise

    @contextlib.contextmanager
    def unsynced(self) -> Iterator[None]:
        """Within it nothing waits for the disk: for data that can be made again. What is saved next is synced, and
        with it all that was saved here."""
        self._sync(False)
        try:
            yield
        finally:
            self._sync(True)

    @contextlib.contextmanager
    def asking(self, still_wanted: Callable[[], None]) -> Iterator[None]:
        """Within it every query that takes its time calls `still_wanted` now and then; what that raises stops the query
        and is raised at the end in place of whatever came of it."""
        stopped: list[BaseException] = []

        def look() -> int:
            if stopped:
                return 0  # taking back what was begun is not stopped
            try:
                still_wanted()
            except BaseException as reason:  # noqa: BLE001  # the database would swallow it
                stopped.append(reason)
            return len(stopped)

        self._call_while_working(look)
        try:
            yield
        finally:
            self._call_while_working(None)
            if stopped:
                raise stopped[0]

    def _call_while_working(self, look: Callable[[], int] | None) -> None:
        with self.engine.connect() as connection:
            bare: Any = connection.connection.driver_connection
            bare.set_progress_handler(look, STEPS)

    def _sync(self, synced: bool) -> None:
        self.synced = synced
        with self.engine.connect() as connection:
            bare = connection.connection.driver_connection
            assert bare is not None
            bare.execute(f"PRAGMA synchronous = {'FULL' if synced else 'OFF'}")

    def release_reserve(self) -> None:
        """Give the disk back what was kept for the day when it is full."""
        with contextlib.suppress(OSError):
            (self.folder / RESERVE).unlink()

    def keep_reserve(self) -> None:
        """Set some disk aside, to be released when the disk is full."""
        path = self.folder / RESERVE
        with contextlib.suppress(OSError):
            if not path.exists() or path.stat().st_size != RESERVE_BYTES:
                path.write_bytes(b"\0" * RESERVE_BYTES)

    def rest(self) -> None:
        """Give back the memory that pages of the file are kept in. They are read again when they are wanted."""
        self.forget_pages()
        heap.give_back()

    def forget_pages(self) -> None:
        """Keep no page of the file in memory; to be called after whatever was taken back."""
        with (
            contextlib.suppress(DBAPIError),
            self.engine.connect() as connection,
        ):  # closed meanwhile: nothing is kept
            connection.exec_driver_sql(FORGET_PAGES)

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()


def connect(path: Path, key: bytes) -> Any:
    """A bare connection to the encrypted file at `path`, set as every connection to a ledger is."""
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False, timeout=0)
    connection.execute("PRAGMA cipher_log_level = NONE")  # what it would say on stderr, we say in a sentence
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for pragma in (
        "journal_mode = TRUNCATE",
        "synchronous = FULL",
        "locking_mode = EXCLUSIVE",
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "temp_store = MEMORY",
        "cache_size = -65536",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def open_ledger(folder: Path, key: bytes, *, file: str = FILE) -> Ledger:
    """Open the ledger in `folder`, refusing a second instance. Raises Trouble when it cannot be opened."""
    from sqlcipher3 import dbapi2

    path = folder / file
    if path.is_dir():
        raise Trouble(f"“{path}”是文件夹，不是数据库文件。请核对数据文件夹。")
    cut_short = _has_content(path.with_name(f"{path.name}-journal"))  # which connecting rolls back
    try:
        connection = connect(path, key)
    except dbapi2.Error as error:
        raise database_trouble(error, folder) from error
    try:
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        if cut_short or _is_renewing(connection):
            _renew_free_pages(connection)
    except dbapi2.Error as error:
        connection.close()
        raise database_trouble(error, folder) from error
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: connection,
        poolclass=StaticPool,
        future=True,
        json_serializer=written_json,
    )
    _begin_explicitly(engine)
    ledger = Ledger(folder, key, engine)
    ledger.keep_reserve()
    return ledger


def _has_content(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return path.stat().st_size > 0
    return False


def _is_renewing(connection: Any) -> bool:
    found = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = ?", (RENEWING,))
    return bool(found.fetchone()[0])


def _renew_free_pages(connection: Any) -> None:
    """Write every page that holds nothing once more, after a power cut.

    SQLite keeps no journal of such pages: one that was being written to may be half old and half new. Nothing is lost
    by that, but its seal is broken, and whatever reads the whole file (the check, every backup) would call it damaged.
    A disk that has no room for it now does not keep anybody from opening.
    """
    from sqlcipher3 import dbapi2

    with contextlib.suppress(dbapi2.OperationalError):
        connection.execute(f"DROP TABLE IF EXISTS {RENEWING}")
        asked = "SELECT freelist_count, page_size FROM pragma_freelist_count, pragma_page_size"
        pages, size = map(int, connection.execute(asked).fetchone())
        connection.execute("BEGIN")
        try:
            connection.execute(f"CREATE TABLE {RENEWING} (content BLOB)")
            for start in range(0, pages * size, LARGEST_BLOB):
                blob = min(LARGEST_BLOB, pages * size - start)
                connection.execute(f"INSERT INTO {RENEWING} VALUES (zeroblob(?))", (blob,))
        except dbapi2.Error:
            connection.execute("ROLLBACK")
            connection.execute(FORGET_PAGES)
            raise
        connection.execute("COMMIT")
        connection.execute(f"DROP TABLE {RENEWING}")


def written_json(value: Any) -> str:
    """`value` as JSON columns keep it, in few bytes; what UTF-8 cannot hold is escaped."""
    written = _BRIEF.encode(value)
    try:
        written.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return written


def _begin_explicitly(engine: Engine) -> None:
    # WORKAROUND(sqlite3's own idea of transactions): it is switched off, so BEGIN is said here.
    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")


@contextlib.contextmanager
def sorted_troubles(ledger: Ledger) -> Iterator[None]:
    """Turn what the database says of disk and file into a Trouble; anything else is a bug and passes."""
    from sqlcipher3 import dbapi2

    try:
        yield
    except DBAPIError as error:
        trouble = database_trouble(error.orig, ledger.folder) if error.orig else None
        if trouble is None or isinstance(error.orig, dbapi2.IntegrityError | dbapi2.ProgrammingError):
            raise
        if "full" in str(error.orig):
            ledger.release_reserve()
        raise trouble from error


def database_trouble(error: BaseException, folder: Path) -> Trouble:
    """The sentence for a clerk that a database error deserves."""
    said = str(error)
    if "locked" in said:
        return Trouble("数据正被另一个工作台窗口使用。请先关闭那个窗口（或注销另一位用户）再打开。")
    if "full" in said:
        return Trouble("磁盘空间已满，刚才的内容没有保存，也没有丢失。请删除一些文件腾出空间，再保存一次。")
    if "readonly" in said or "unable to open" in said:
        return Trouble(f"数据文件夹“{folder}”打不开或不允许写入。请检查路径和权限后再试。")
    if "not a database" in said or "malformed" in said or "corrupt" in said:
        return Trouble("数据库文件已损坏或不是本工作台的数据。请不要再改动它，从“备份与还原”里还原最近的备份。")
    if "disk I/O" in said:
        return Trouble("读写磁盘出错。请检查硬盘或U盘是否松动、已满，再试一次；上次保存的内容都在。")
    return Trouble(f"数据库出错（{said}）。请重新打开程序；仍有问题时从“备份与还原”里还原。")

"""Calling main.py in tests, in a process of its own or in this one, and telling a good refusal from a bad one."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from quyuan_desktop.cli import WindowWanted
from quyuan_desktop.cli import run as run_here
from quyuan_desktop.services.demo import PASSWORD, make_demo
from tests.hardships import ROOT
from tests.offices import START, Clock, Files, contents

MONTH = "2023-11"
SENTENCE = re.compile("[^\n]*[\u4e00-\u9fff][^\n]*。\n")
# What a Chinese sentence may name: commands, options, files, variables, an encoding.
NAMED = re.compile(
    r"“[^”]*”|/[^\s“”，。]*|--[a-z-]+|(?:docs/)?[a-z_]+\.(?:json|md|db)|python main\.py[a-z -]*|QUYUAN_PASSWORD|UTF-8|FOLDER|CODE|PDF|XLSX|[0-9-]+"
)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a call of main.py came to."""

    status: int
    out: str
    err: str


Here = Callable[..., Ran]
"""Runs the command line in this process."""


@cache
def demo_files() -> Files:
    """The files of a demo folder, of an office with little to do."""
    with tempfile.TemporaryDirectory() as name:
        make_demo(Path(name), 2023, 1, about=50)
        return contents(Path(name))


def call(*arguments: str | bytes, cwd: Path, password: str | None = PASSWORD, **environment: str) -> Ran:
    return finished(start(*arguments, cwd=cwd, password=password, **environment))


def start(
    *arguments: str | bytes, cwd: Path, password: str | None = PASSWORD, **environment: str
) -> "subprocess.Popen[bytes]":
    known = {name: value for name, value in os.environ.items() if name != "QUYUAN_PASSWORD"}
    given = {"QUYUAN_PASSWORD": password} if password is not None else {}
    return subprocess.Popen(
        [sys.executable, "-W", "error", str(ROOT / "main.py"), *arguments],
        cwd=cwd,
        env={**known, **given, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finished(process: "subprocess.Popen[bytes]") -> Ran:
    out, err = process.communicate()
    return Ran(process.returncode, out.decode(), err.decode())


def refused(ran: Ran, *typed: str) -> str:
    """The sentence of a call that was refused as it should be; it may say again what was `typed`."""
    assert (ran.status, ran.out) == (2, ""), ran
    assert SENTENCE.fullmatch(ran.err), ran.err
    rest = NAMED.sub("", ran.err)
    for each in typed:
        rest = rest.replace(each, "")
    assert not re.search("[A-Za-z]{3,}", rest), f"English in the sentence: {ran.err}"
    return ran.err


def in_this_process(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Here:
    """Run the command line in `folder` and in this process: the same code, without what starting Python takes."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("QUYUAN_PASSWORD", PASSWORD)

    def run(*arguments: str) -> Ran:
        done = run_here(arguments, Clock(START))
        assert not isinstance(done, WindowWanted)
        said = capfd.readouterr()
        return Ran(done, said.out, said.err)

    return run

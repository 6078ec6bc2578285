"""Shows the main job on an invented office's year: fills demo/, runs the job, opens the window.

A year that is there already is used again; it is removed by hand only (`rm -r demo`).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path("demo")
OFFICE = FOLDER / "office"
PAPERS = FOLDER / "papers"
PASSWORD = "quyuan-demo"


def main() -> int:
    """Run the whole; returns the exit status of the first step that failed, else 0."""
    os.chdir(ROOT)
    if not OFFICE.is_dir():
        print("正在编造一个司法所的全年数据……", flush=True)
        status = _fill()
        if status:
            return status
    status = _program("walkthrough", "--data", str(OFFICE), "--out", str(PAPERS))
    if status:
        print(
            "演示没有走完。请按上面的提示处理；要重做演示数据，删除 demo 文件夹后再输入 make demo。",
            file=sys.stderr,
        )
        return status
    print(f"\n文书在 {PAPERS.absolute()}：")
    for paper in sorted(PAPERS.rglob("*")):
        if paper.is_file():
            print(f"  {paper.relative_to(PAPERS)}")
    if not _has_display():
        print(f"\n本机没有显示器，窗口不打开。有显示器时：python main.py --data {OFFICE}（密码 {PASSWORD}）")
        return 0
    print(f"\n正在打开窗口（密码 {PASSWORD}），关闭窗口即结束。", flush=True)
    return _program("--data", str(OFFICE))


def _fill() -> int:
    """Invent the year beside its place and move it there whole, so that half a year is never used."""
    part = FOLDER / "office.part"
    for left_over in (part, PAPERS):
        shutil.rmtree(left_over, ignore_errors=True)
    FOLDER.mkdir(exist_ok=True)
    status = _program("demo", str(part), "--year", "2023", "--seed", "1")
    if status == 0:
        part.rename(OFFICE)
    return status


def _program(*arguments: str) -> int:
    """Run main.py as anyone would; returns its exit status."""
    try:
        return subprocess.run(
            [sys.executable, "main.py", *arguments],
            env={**os.environ, "QUYUAN_PASSWORD": PASSWORD},
            stdin=subprocess.DEVNULL,
            check=False,
        ).returncode
    except KeyboardInterrupt:
        return 130


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())

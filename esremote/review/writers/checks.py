"""Checked expectations as text, as JSON, and as JUnit, which pipelines show as tests."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

from esremote.access.decision import traces
from esremote.review import words
from esremote.review.writers import decisions
from esremote.review.writers.lines import indented, line, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from esremote.review.expectations import Checked
    from esremote.review.writers.lines import Line

FORMAT_VERSION = "1.0"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def headline(checked: Sequence[Checked]) -> str:
    """Say how many expectations are met.

    >>> headline(())
    '0 expectations, all met.'
    """
    wrong = sum(not each.met for each in checked)
    every = words.count(len(checked), "expectation")
    unknown = sum(not each.known for each in checked)
    of_these = f" ({unknown} not known)" if unknown else ""
    return f"{wrong} of {every} not met{of_these}." if wrong else f"{every}, all met."


def write(checked: Sequence[Checked]) -> str:
    """Render without colour."""
    return plain(lines(checked))


def lines(checked: Sequence[Checked]) -> Iterator[Line]:
    """Yield a line for each expectation; if it is not met, also the result and its reasons."""
    for each in checked:
        mark, style = _mark(each)
        yield line(f"{mark} {each.expectation}", style)
        if not each.met:
            yield from (indented(line(text), 4) for text in _failure(each))
            for decision in each.decisions:
                yield from (indented(row, 4) for row in decisions.of_one(decision))
    yield line(headline(checked), "bold green" if all(each.met for each in checked) else "bold red")


def _mark(checked: Checked) -> tuple[str, str]:
    if checked.met:
        return "✓", "green"
    return ("✗", "bold red") if checked.known else ("?", "bold yellow")


def _failure(checked: Checked) -> Iterator[str]:
    yield f"expected  {checked.expectation.expect}  ({checked.expectation.place})"
    yield f"got       {checked.got}"
    if checked.expectation.because:
        yield f"because   {checked.expectation.because}"


def write_json(checked: Sequence[Checked]) -> str:
    """Render for programs; `docs/check.schema.json` describes it."""
    document = {
        "format_version": FORMAT_VERSION,
        "headline": headline(checked),
        "met": all(each.met for each in checked),
        "expectations": [_value(each) for each in checked],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _value(checked: Checked) -> dict[str, Any]:
    expected = checked.expectation
    return {
        "place": expected.place,
        "roles": list(expected.roles),
        "user": expected.user or None,
        "cluster": expected.cluster,
        "connection": expected.connection,
        "can": expected.kind.value,
        "names": list(expected.names),
        "expected": expected.expect.value,
        "got": checked.got,
        "met": checked.met,
        "known": checked.known,
        "because": expected.because or None,
        "decisions": [decisions.value(decision) for decision in checked.decisions],
    }


def write_junit(checked: Sequence[Checked]) -> str:
    """Render as JUnit's XML: each test case for each expectation."""
    failures = str(sum(not each.met for each in checked))
    suite = ET.Element(
        "testsuite", name="esremote check", tests=str(len(checked)), failures=failures, errors="0"
    )
    for each in checked:
        case = ET.SubElement(
            suite, "testcase", name=_clean(str(each.expectation)), classname=_clean(each.expectation.place)
        )
        if not each.met:
            failure = ET.SubElement(
                case, "failure", message=_clean(f"expected {each.expectation.expect}, got: {each.got}")
            )
            texts = [*_failure(each), *(traces.text(decision) for decision in each.decisions)]
            failure.text = _clean("\n".join(texts))
    suites = ET.Element("testsuites")
    suites.append(suite)
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _clean(text: str) -> str:
    """Replace the characters that XML does not allow."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)

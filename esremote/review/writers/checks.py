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
    wrong = sum(not one.met for one in checked)
    every = words.count(len(checked), "expectation")
    return f"{wrong} of {every} not met." if wrong else f"{every}, all met."


def write(checked: Sequence[Checked]) -> str:
    """Render without colour."""
    return plain(lines(checked))


def lines(checked: Sequence[Checked]) -> Iterator[Line]:
    """Yield a line for each expectation; for one that is not met, what is so, and why."""
    for one in checked:
        yield line(f"{'✓' if one.met else '✗'} {one.expectation}", "green" if one.met else "bold red")
        if not one.met:
            yield from (indented(line(told), 4) for told in _failure(one))
            for decision in one.decisions:
                yield from (indented(told, 4) for told in decisions.of_one(decision))
    yield line(headline(checked), "bold green" if all(one.met for one in checked) else "bold red")


def _failure(one: Checked) -> Iterator[str]:
    yield f"expected  {one.expectation.expect}  ({one.expectation.place})"
    yield f"got       {one.got}"
    if one.expectation.because:
        yield f"because   {one.expectation.because}"


def write_json(checked: Sequence[Checked]) -> str:
    """Render for programs; `docs/check.schema.json` describes it."""
    document = {
        "format_version": FORMAT_VERSION,
        "headline": headline(checked),
        "met": all(one.met for one in checked),
        "expectations": [_value(one) for one in checked],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _value(one: Checked) -> dict[str, Any]:
    expected = one.expectation
    return {
        "place": expected.place,
        "roles": list(expected.roles),
        "user": expected.user or None,
        "cluster": expected.cluster,
        "connection": expected.connection,
        "can": expected.kind.value,
        "names": list(expected.names),
        "expected": expected.expect.value,
        "got": one.got,
        "met": one.met,
        "because": expected.because or None,
        "decisions": [decisions.value(decision) for decision in one.decisions],
    }


def write_junit(checked: Sequence[Checked]) -> str:
    """Render as JUnit's XML: one test case for each expectation."""
    failures = str(sum(not one.met for one in checked))
    suite = ET.Element(
        "testsuite", name="esremote check", tests=str(len(checked)), failures=failures, errors="0"
    )
    for one in checked:
        case = ET.SubElement(
            suite, "testcase", name=_clean(str(one.expectation)), classname=_clean(one.expectation.place)
        )
        if not one.met:
            failure = ET.SubElement(
                case, "failure", message=_clean(f"expected {one.expectation.expect}, got: {one.got}")
            )
            told = [*_failure(one), *(traces.text(decision) for decision in one.decisions)]
            failure.text = _clean("\n".join(told))
    suites = ET.Element("testsuites")
    suites.append(suite)
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _clean(text: str) -> str:
    """Leave out the characters that XML has no place for."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)

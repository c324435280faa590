"""After a failed change, the diagnostic says what became of the steps before it."""

from __future__ import annotations

import asyncio

import pytest

from esremote.elasticsearch import UnreachableError
from esremote.keystore import KeystoreError
from esremote.provider.connection.rollback import Rollback
from esremote.provider.protocol import Path, ProviderError

AT = Path() / "local_cluster"
UNREACHABLE = UnreachableError("dublin", {"https://dublin:9200": "Connection refused"})
FAILURES = [
    UNREACHABLE,
    KeystoreError("the keystore failed", {"node 2": "exit code 1"}),
    ProviderError("No response", "Nothing responds.", AT),
]


async def _step(error: Exception | None) -> None:
    if error:
        raise error


async def _apply(failure: BaseException, undo: tuple[Exception | None, ...]) -> None:
    """Take a step for each of `undo`, which is how undoing it ends, and then fail."""
    async with Rollback({"dublin": AT}) as rollback:
        for number, error in enumerate(undo, start=1):
            rollback.add(f"undo step {number}", lambda error=error: _step(error))
        raise failure


async def _diagnosed(failure: Exception, *undo: Exception | None) -> str:
    with pytest.raises(ProviderError) as raised:
        await _apply(failure, undo)
    return raised.value.diagnostic.detail


@pytest.mark.parametrize("failure", FAILURES)
async def test_a_change_that_was_rolled_back_is_reported_so(failure: Exception) -> None:
    assert (await _diagnosed(failure, None, None)).endswith("\n\nThe changes were rolled back.")


@pytest.mark.parametrize("failure", FAILURES)
async def test_what_could_not_be_rolled_back_is_named(failure: Exception) -> None:
    detail = await _diagnosed(failure, None, UNREACHABLE)
    assert "could not be rolled back" in detail
    assert "undo step 2" in detail
    assert "undo step 1" not in detail
    assert "The changes were rolled back" not in detail


async def test_nothing_is_claimed_where_nothing_had_been_changed() -> None:
    with pytest.raises(UnreachableError) as raised:
        await _apply(UNREACHABLE, ())
    assert raised.value is UNREACHABLE


async def test_an_interruption_stays_one() -> None:
    with pytest.raises(asyncio.CancelledError):
        await _apply(asyncio.CancelledError(), (None, UNREACHABLE))

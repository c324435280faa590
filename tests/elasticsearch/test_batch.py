"""What is asked for at the same time costs one call."""

import asyncio
from collections.abc import Sequence

import pytest

from esremote.elasticsearch.batch import Batch
from esremote.elasticsearch.shared_response import SharedResponse


async def test_items_submitted_together_are_sent_together() -> None:
    calls: list[Sequence[int]] = []

    async def double(items: Sequence[int]) -> list[int | Exception]:
        calls.append(items)
        return [2 * item for item in items]

    batch = Batch(double)
    results = await asyncio.gather(*(batch.submit(number) for number in range(10)))

    assert results == [2 * number for number in range(10)]
    assert len(calls) == 1


async def test_items_that_come_one_after_the_other_travel_together_too() -> None:
    calls: list[Sequence[int]] = []

    async def note(items: Sequence[int]) -> list[Exception | None]:
        calls.append(items)
        return [None] * len(items)

    batch = Batch(note)

    async def later(number: int) -> None:
        await asyncio.sleep(number * 0.01)
        await batch.submit(number)

    await asyncio.gather(*map(later, range(30)))

    assert len(calls) < 15


async def test_calls_never_overlap() -> None:
    running = 0

    async def work(items: Sequence[int]) -> list[Exception | None]:
        nonlocal running
        running += 1
        assert running == 1
        await asyncio.sleep(0.01)
        running -= 1
        return [None] * len(items)

    batch = Batch(work)

    async def later(number: int) -> None:
        await asyncio.sleep(number / 500)
        await batch.submit(number)

    await asyncio.gather(*map(later, range(10)))


async def test_one_failing_item_does_not_fail_the_others() -> None:
    async def odd_only(items: Sequence[int]) -> list[int | Exception]:
        return [item if item % 2 else ValueError(f"{item} is even") for item in items]

    batch = Batch(odd_only)
    results = await asyncio.gather(batch.submit(1), batch.submit(2), return_exceptions=True)

    assert results[0] == 1
    assert isinstance(results[1], ValueError)


async def test_a_failed_call_is_told_to_all_who_waited() -> None:
    async def fail(_: Sequence[int]) -> list[int | Exception]:
        raise RuntimeError("no")

    batch = Batch(fail)
    results = await asyncio.gather(batch.submit(1), batch.submit(2), return_exceptions=True)

    assert [str(result) for result in results] == ["no", "no"]


async def test_a_response_is_fetched_once_for_many() -> None:
    fetched = 0

    async def fetch() -> int:
        nonlocal fetched
        fetched += 1
        await asyncio.sleep(0.01)
        return fetched

    shared = SharedResponse(fetch)

    assert await asyncio.gather(*(shared.get() for _ in range(20))) == [1] * 20
    shared.forget()
    assert await shared.get() == 2


async def test_a_failed_fetch_is_tried_again_by_the_next_who_asks() -> None:
    answers = iter([RuntimeError("busy"), "there"])

    async def fetch() -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    shared = SharedResponse(fetch)

    with pytest.raises(RuntimeError, match="busy"):
        await shared.get()
    assert await shared.get() == "there"

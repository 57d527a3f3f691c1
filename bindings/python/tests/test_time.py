"""Time: what is given as an aware `datetime` comes back as it was, to the millisecond. What is none is refused."""

from __future__ import annotations

import datetime
from datetime import timedelta, timezone

import pytest

from childfirst import ChildFirstError, Made, Moment, Refusal, Nothing, ReferenceAdded, ReferenceKind, moment, wall

ZONE = timezone(timedelta(hours=5, minutes=45))

TIMES = [
    datetime.datetime(2026, 11, 22, 2, 9, 31, 120_000, tzinfo=timezone.utc),
    datetime.datetime(2026, 11, 22, 2, 9, 31, 999_000, tzinfo=ZONE),
    datetime.datetime(2024, 2, 29, 23, 59, 59, 1_000, tzinfo=timezone(timedelta(hours=-11))),
    datetime.datetime(1970, 1, 1, tzinfo=timezone.utc),
    datetime.datetime(1969, 7, 20, 20, 17, 40, 500_000, tzinfo=timezone.utc),
    datetime.datetime(9999, 12, 30, tzinfo=timezone.utc),
]


def kept(interaction, now: Moment) -> Moment:
    """What is read back of an entry that was written then."""
    what = ReferenceAdded(reference=ReferenceKind.NOTEBOOK, words="1")
    interaction.add_reference(what, Made(now=now))
    return interaction.entries()[-1].recorded_at


@pytest.mark.parametrize("when", TIMES, ids=str)
def test_a_time_comes_back_as_it_was(interaction, when) -> None:
    back = kept(interaction, moment(when))
    assert back == moment(when)
    assert wall(back) == when
    assert wall(back).utcoffset() == when.utcoffset()
    assert back.utc.tzinfo is timezone.utc


@pytest.mark.parametrize(("given", "ms"), [(120_499, 120), (120_500, 121), (999_999, 1000)])
def test_a_finer_one_is_rounded_and_never_truncated(interaction, given, ms) -> None:
    when = datetime.datetime(2026, 11, 22, 2, 9, 31, tzinfo=timezone.utc)
    back = kept(interaction, moment(when + timedelta(microseconds=given)))
    assert back.utc == when + timedelta(milliseconds=ms)


def test_the_clock_of_this_machine_is_what_a_moment_is_without_one() -> None:
    before = datetime.datetime.now(timezone.utc)
    now = moment()
    assert before <= now.utc <= datetime.datetime.now(timezone.utc)
    assert wall(now).utcoffset() == before.astimezone().utcoffset()


def test_a_naive_one_is_no_point_in_time(interaction) -> None:
    naive = datetime.datetime(2026, 11, 22, 2, 9, 31)
    with pytest.raises(TypeError):
        moment(naive)
    with pytest.raises(TypeError):
        interaction.complete(Nothing(), Made(now=Moment(utc=naive, offset_minutes=0)))
    assert interaction.head().seq == 1


def test_the_one_second_that_cannot_be_handed_over_is_refused(interaction) -> None:
    epoch = datetime.datetime(1970, 1, 1, tzinfo=timezone.utc)
    for ms in (1, 999):
        with pytest.raises(ValueError):
            interaction.danger(moment(epoch - timedelta(milliseconds=ms)))
    for whole in (epoch, epoch - timedelta(seconds=1), epoch - timedelta(milliseconds=1_001)):
        assert kept(interaction, moment(whole)) == moment(whole)


@pytest.mark.parametrize("when", [datetime.datetime.min, datetime.datetime.max], ids=str)
def test_the_ends_of_the_calendar_of_python(interaction, when) -> None:
    now = Moment(utc=when.replace(tzinfo=timezone.utc), offset_minutes=0)
    if when is datetime.datetime.min:
        assert kept(interaction, now) == now
        return
    # A day before the year 10000, with any offset: no record could be written with it.
    with pytest.raises(ChildFirstError.Refused) as refused:
        interaction.danger(now)
    assert refused.value.why is Refusal.OUT_OF_RANGE


@pytest.mark.parametrize("offset", [841, -841, 2**31 - 1])
def test_an_offset_that_no_clock_shows_does_no_harm(interaction, offset) -> None:
    now = Moment(utc=TIMES[0], offset_minutes=offset)
    try:
        assert kept(interaction, now).utc == TIMES[0]
    except ChildFirstError.Refused as refused:
        assert refused.why is Refusal.OUT_OF_RANGE
    interaction.verify()
    interaction.record()


def test_an_offset_that_is_no_number_of_the_library_is_refused_before(interaction) -> None:
    for offset in (2**31, "0", None):
        with pytest.raises((ValueError, TypeError)):
            interaction.danger(Moment(utc=TIMES[0], offset_minutes=offset))

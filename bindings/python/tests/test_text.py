"""Text that no form expected: what is whole comes back as it was given, what cannot be kept is refused by name."""

from __future__ import annotations

import pytest

from childfirst import (
    Age,
    Asked,
    Begin,
    ChildFirst,
    ChildFirstError,
    Config,
    Fidelity,
    Part,
    Quote,
    Refusal,
    Role,
    age_typed,
)

WHOLE = {
    "emoji": "👩‍👧‍👦 🏠 🫣",
    "right to left": "قالت \u202e \u2067 لا \u2069 שלום",
    "combining": "e\u0301 Z\u0351\u036b\u0343",
    "outside the first plane": "\U0001f9d2\U00020bb7",
    "line ends": "one\r\ntwo\u2028three",
    "no-break": "\ufeff\u00a0\u200b.",
}


def said(words: str) -> Quote:
    return Quote(child=None, words=words, fidelity=Fidelity.EXACT, asked=Asked.UNASKED)


@pytest.mark.parametrize("words", WHOLE.values(), ids=WHOLE.keys())
def test_what_is_text_comes_back(interaction, made, words) -> None:
    interaction.quote(said(words), made())
    (entry,) = [entry for entry in interaction.entries() if entry.event.is_quoted()]
    assert entry.event[0].words == words


def test_a_nul_is_kept_or_refused_and_cuts_nothing_off(interaction, made) -> None:
    interaction.quote(said("before\0after"), made())
    assert interaction.entries()[-1].event[0].words == "before\0after"
    interaction.verify()
    with pytest.raises(ChildFirstError):
        interaction.move_to("hampshire\0", made())


def test_a_folder_with_a_nul_is_refused(folder) -> None:
    with pytest.raises((ChildFirstError.NotSaved, ChildFirstError.Unavailable)):
        ChildFirst.open(Config(folder=folder + "\0"))


def test_a_megabyte_is_refused_by_name_and_what_fits_is_not(interaction, made) -> None:
    with pytest.raises(ChildFirstError.Refused) as refused:
        interaction.quote(said("x" * 2**20), made())
    assert refused.value.why is Refusal.TOO_LONG
    assert interaction.head().seq == 1
    interaction.quote(said("x" * 2**15), made())


def test_a_megabyte_as_a_name_an_id_or_a_pack(app, records, made) -> None:
    long = "x" * 2**20
    with pytest.raises(ChildFirstError.NotFound) as missing:
        records.begin(Begin(pack=long, role=Role.RESPONSE_OFFICER), made())
    assert missing.value.what is Part.PACK
    with pytest.raises(ChildFirstError.NotFound) as missing:
        records.resume(long)
    assert missing.value.what is Part.INTERACTION
    with pytest.raises(ChildFirstError.Refused) as refused:
        app.guidance().install_pack(bytes(2**20))
    assert refused.value.why is Refusal.NOT_A_PACK
    assert app.guidance().search(long, [], 5) == []


def test_half_of_a_pair_is_no_text(app, interaction, made) -> None:
    for words in ("\ud83d", "a\udc00b"):
        with pytest.raises(UnicodeEncodeError):
            interaction.quote(said(words), made())
        with pytest.raises(UnicodeEncodeError):
            app.guidance().contents(words)
    assert interaction.head().seq == 1


@pytest.mark.parametrize("given", [None, 7, b"bytes", ["list"]], ids=repr)
def test_what_is_no_text_at_all(interaction, made, given) -> None:
    with pytest.raises(TypeError):
        interaction.quote(said(given), made())
    assert interaction.head().seq == 1


def test_no_error_carries_what_was_typed(interaction, made) -> None:
    with pytest.raises(ChildFirstError.Refused) as refused:
        interaction.quote(said("Secret" * 2**18), made())
    assert "Secret" not in repr(refused.value) + str(refused.value)


def test_an_age_is_read_as_it_is_typed() -> None:
    assert age_typed("9") == Age.MONTHS(108, 119)
    assert age_typed(" About 12 ") == age_typed("11-13")
    assert age_typed("unborn").is_unborn() and age_typed("?").is_not_known()
    for none in ("", "nine or so", "-1", "9\0", "400"):
        with pytest.raises(ChildFirstError.Refused) as refused:
            age_typed(none)
        assert refused.value.why is Refusal.OUT_OF_RANGE

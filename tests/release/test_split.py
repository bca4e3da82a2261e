"""Parting: what belongs together stays together, shares and labels are met, the same seed gives the same parts."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import InputError
from annotator.release.facts import Facts, facts_of, value_at
from annotator.release.near import Near
from annotator.release.split import PARTS, SplitSettings, split

FACTS = st.lists(
    st.builds(
        lambda group, date, labels: ("", group, date, labels),
        st.sampled_from(["", "", "a", "b", "c"]),
        st.sampled_from(["", "2024-01-01", "2024-05-02", "2025-03-03"]),
        st.dictionaries(st.sampled_from(["PERSON", "ORG", "TOPIC"]), st.integers(1, 5)),
    ),
    min_size=1,
    max_size=40,
)


def facts(rows: list[tuple[str, str, str, dict[str, int]]]) -> list[Facts]:
    return [Facts(f"a{n}", "", 10, group, date, 0, labels) for n, (_, group, date, labels) in enumerate(rows)]


@settings(max_examples=150, deadline=None)
@given(FACTS, st.sampled_from(["chance", "date"]), st.integers(0, 3), st.lists(st.sets(st.integers(0, 39)), max_size=3))
def test_what_belongs_together_stays_together_and_everything_has_a_part(
    rows: list[tuple[str, str, str, dict[str, int]]], by: str, seed: int, near: list[set[int]]
) -> None:
    articles = facts(rows)
    groups = [[f"a{n}" for n in sorted(numbers)] for numbers in near]
    chosen = SplitSettings((0.6, 0.2, 0.2), by, "source", seed=seed)  # type: ignore[arg-type]
    found = split(articles, groups, chosen)
    assert set(found.parts) == {f.id for f in articles}
    for group in {f.group for f in articles} - {""}:
        assert len({found.parts[f.id] for f in articles if f.group == group}) == 1
    for ids in groups:
        assert len({found.parts[id] for id in ids if id in found.parts}) <= 1
    assert split(list(reversed(articles)), list(reversed(groups)), chosen).parts == found.parts, "order says nothing"


def test_shares_and_labels_are_met() -> None:
    rows = [Facts(f"a{n}", "", 10, labels={"PERSON": 3} | ({"RARE": 1} if n % 20 == 0 else {})) for n in range(200)]
    parts = split(rows, (), SplitSettings()).parts
    assert Counter(parts.values()) == {"train": 160, "dev": 20, "test": 20}
    rare = Counter(parts[f.id] for f in rows if "RARE" in f.labels)
    assert rare == {"train": 8, "dev": 1, "test": 1}


def test_another_seed_gives_other_parts_of_the_same_size() -> None:
    rows = [Facts(f"a{n}", "", 10, labels={"PERSON": 1}) for n in range(100)]
    one, other = (split(rows, (), SplitSettings(seed=seed)).parts for seed in (0, 1))
    assert one != other
    assert Counter(one.values()) == Counter(other.values())


def test_by_date_the_newest_are_for_testing_and_those_without_a_date_are_told() -> None:
    rows = [Facts(f"a{n}", "", 10, date=f"2024-01-{n:02}" if n else "") for n in range(20)]
    found = split(rows, (), SplitSettings((0.5, 0.25, 0.25), "date"))
    dates = {part: sorted(f.date for f in rows if found.parts[f.id] == part) for part in PARTS}
    assert dates["train"][0] == ""
    assert dates["train"][-1] < dates["dev"][0] <= dates["dev"][-1] < dates["test"][0]
    assert [len(d) for d in dates.values()] == [10, 5, 5]
    assert "1 of 20 articles have no 'date'" in found.notes[0]


def test_a_frozen_test_set_gets_nothing_more_and_its_kin_stay_out() -> None:
    rows = [Facts(f"a{n}", "", 10, group="s" if n < 3 else "") for n in range(30)]
    found = split(rows, [["a5", "a6"]], SplitSettings(group="source"), frozen=["a0", "a5", "gone"])
    assert set(found.kept_out) == {"a1", "a2", "a6"}
    assert "test" not in found.parts.values()
    assert set(found.parts) == {f.id for f in rows} - {"a0", "a5", "a1", "a2", "a6"}
    assert "3 articles belong to articles of the frozen test set" in found.notes[0]


@pytest.mark.parametrize("shares", [(0.5, 0.5, 0.5), (1.2, -0.1, -0.1), (0.8, 0.1, 0.0)])
def test_shares_that_do_not_add_up_are_refused(shares: tuple[float, float, float]) -> None:
    with pytest.raises(InputError, match="add up to 100 %"):
        SplitSettings(shares)


def test_a_part_without_share_stays_empty() -> None:
    rows = [Facts(f"a{n}", "", 10, labels={"X": 1}) for n in range(10)]
    assert set(split(rows, (), SplitSettings((0.8, 0.0, 0.2))).parts.values()) == {"train", "test"}


def test_values_of_meta_are_found_by_dotted_keys() -> None:
    meta = {"source": " Morning Post ", "story": {"id": 7}, "tags": ["a"]}
    assert [value_at(meta, key) for key in ("source", "story.id", "story", "tags", "no", "source.x", "")] == [
        "Morning Post", "7", "", "", "", "", "",
    ]  # fmt: skip


STORY = (
    "The council met on Tuesday to discuss the bridge that was closed in March after an inspector found cracks in two of "
    "its pillars. Members of both parties said that the repair would cost too much and take too long, and the mayor said "
    "that she would report before the summer. Residents of the east bank, who now need an hour to reach the town, were "
    "not convinced."
)


def test_near_duplicates_are_found_over_others_and_strangers_are_not() -> None:
    near = Near()
    near.add("first", STORY)
    near.add(
        "other", "A goalkeeper from Oslo moved to a club in Spain, his agent said on Friday, for three years at first."
    )
    near.add("updated", STORY + " A decision is expected in May.")
    near.add("headline", "BRIDGE: COUNCIL MEETS\n\n" + STORY.upper() + " A decision is expected in May.")
    near.add("empty", "")
    assert [sorted(group) for group in near.groups()] == [["first", "headline", "updated"]]


def test_facts_count_what_is_in_a_record(gold_record: object) -> None:
    found = facts_of(gold_record, "source", "date")  # type: ignore[arg-type]
    assert (found.group, found.date, found.entities) == ("Morning Post", "2024-05-01", 2)
    assert found.labels == {"PERSON": 2}
    assert found.polarities == {"against": 1}
    assert len(found.sha256) == 64


@pytest.mark.parametrize("by", ["chance", "date"])
@pytest.mark.parametrize("count", [2, 3, 5])
def test_a_needed_part_of_few_articles_is_not_empty(by: str, count: int) -> None:
    rows = [Facts(f"a{n}", "", 10, date=f"2024-01-0{n + 1}") for n in range(count)]
    found = split(rows, (), SplitSettings(by=by), needed=("train", "dev"))  # type: ignore[arg-type]
    assert {"train", "dev"} <= set(found.parts.values())
    assert found.notes == ()
    alone = split(rows, [[row.id for row in rows]], SplitSettings(by=by), needed=("train", "dev"))  # type: ignore[arg-type]
    assert len(set(alone.parts.values())) == 1
    assert "all articles belong together" in alone.notes[0]

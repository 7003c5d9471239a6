"""Sentences that are printed as one are found as one: clauses, items under their lead-in, the rows of a table."""

from hypothesis import given
from hypothesis import strategies as st

from api.answers.desk import laid_out
from api.brief import Asked, Hit, Line
from api.generate.runs import Run, runs_in
from ingest.article import Article
from ingest.passages import passages_in

ASKED = Asked("", "zh", "what", (), (), ())


def lines(text: str) -> tuple[Line, ...]:
    """The lines of an article, whatever passages it has."""
    article = Article("快讯", "快讯", text)
    return laid_out(ASKED, [Hit(one, article, 1.0, 1.0, 0.5) for one in passages_in(article)]).lines


def runs(text: str) -> list[Run]:
    """Its runs, in order."""
    found = runs_in(lines(text))
    return list({run.lines[0].number: run for run in found.values()}.values())


def printed(run: Run) -> list[str]:
    """The lines of a run."""
    return [line.text for line in run.lines]


def test_clauses_behind_a_colon_are_one_run_to_the_full_stop():
    """Each is said behind the words before the colon, which are printed but once."""
    (run,) = runs("检查组来了。检查发现三处毛病：阀门漏水；水泵停转；电缆裸露。随后开会。")
    assert printed(run) == ["检查发现三处毛病：阀门漏水；", "水泵停转；", "电缆裸露。"]
    assert [run.said(line) for line in run.lines] == [
        "检查发现三处毛病：阀门漏水；",
        "检查发现三处毛病：水泵停转；",
        "检查发现三处毛病：电缆裸露。",
    ]
    assert run.is_enumeration


def test_clauses_behind_a_verb_of_saying_are_said_by_the_same_one():
    """That they are demands is known; a list of things they are not."""
    (run,) = runs("郭守田强调，水闸要每天看；闸门要每周试。散会。")
    assert run.said(run.lines[1]) == "郭守田强调，闸门要每周试。"
    assert not run.is_enumeration


def test_clauses_that_nothing_introduces_are_only_joined():
    """Nothing is put before them."""
    (run,) = runs("泵站完好；水闸漏水。散会。")
    assert [run.said(line) for line in run.lines] == ["泵站完好；", "水闸漏水。"]


def test_items_are_one_run_with_the_line_that_introduces_them():
    """Stated are the items alone, for each brings its lead-in along."""
    (run,) = runs("散会。会议定了两件事：一是检修水闸。二是更换水泵。")
    assert run.introduces(run.lines[0])
    assert [line.text for line in run.told] == ["一是检修水闸。", "二是更换水泵。"]
    assert "会议定了两件事" in run.head


def test_the_rows_of_a_table_stand_under_its_head():
    """The ruled line between them is no break."""
    (run,) = runs("水位如下。\n\n| 站点 | 水位 |\n| --- | --- |\n| 东闸 | 3.2 |\n| 西闸 | 2.8 |\n\n散会。")
    assert run.is_table
    assert run.introduces(run.lines[0])
    assert run.said(run.lines[2]) == "| 站点 | 水位 || 西闸 | 2.8 |"


def test_other_words_between_end_a_run():
    """Two lists with a sentence between them are two."""
    assert len(runs("定了：查水闸；查水泵。散会。又定了：修水闸；修水泵。")) == 2


@given(
    st.lists(
        st.sampled_from(["会议要求：", "查水闸；", "修水泵。", "散会。", "一是通电。", "二是通水。", "\n\n", "| 甲 | 乙 |\n"]), max_size=12
    )
)
def test_runs_are_neighbours_in_printed_order_and_share_no_line(pieces: list[str]):
    """Whatever is printed."""
    every = lines("开头。" + "".join(pieces))
    found = runs_in(every)
    for run in found.values():
        numbers = [line.number for line in run.lines]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        assert len(numbers) > 1
        assert all(found[number] == run for number in numbers)

"""Bytes become text by the encoding that fits, a file becomes its articles, and what cannot be read is named and refused."""

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.article import Article
from ingest.decode import decode
from ingest.errors import NothingToRead, Unreadable
from ingest.read import LARGEST_FILE, Placed, Reading, Rejected, Source, files_at, read, record, source_at
from ingest.split import articles_in

TEXT = "云川高新区召开防汛会，水位3.5米。\n各街道巡堤。\n"
BOM = b"\xef\xbb\xbf"
DAY = date(2025, 6, 12)


def readings(name: str, printed: str | bytes, published_on: date | None = None) -> list[Reading]:
    """All that comes of one file."""
    raw = printed if isinstance(printed, bytes) else printed.encode()
    return list(read(Source(f"file:///news/{name}", name, raw, published_on)))


def articles(name: str, printed: str | bytes, published_on: date | None = None) -> list[Article]:
    """The articles of a file of which nothing is refused."""
    found = readings(name, printed, published_on)
    assert not [one for one in found if isinstance(one, Rejected)]
    return [one.article for one in found if isinstance(one, Placed)]


def refused(name: str, printed: str | bytes) -> str:
    """The reason why the one thing in a file is refused."""
    (reading,) = readings(name, printed)
    assert isinstance(reading, Rejected)
    assert reading.name.startswith(name)
    return reading.reason


def lines(*records: object) -> str:
    """JSON lines."""
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records)


# Bytes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk", "gb2312"])
def test_a_newspaper_is_read_in_the_encoding_it_was_written_in(encoding: str):
    """Every one that a Chinese newsroom is likely to send."""
    assert decode(TEXT.encode(encoding)) == TEXT


def test_either_byte_order_of_utf_16_is_read():
    """By its mark."""
    assert decode(b"\xff\xfe" + TEXT.encode("utf-16-le")) == decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_are_one_character_whoever_wrote_them(end: str):
    """So offsets do not depend on the sender's machine."""
    assert decode(TEXT.replace("\n", end).encode()) == TEXT


def strictly(raw: bytes) -> Iterator[str]:
    """What the bytes say in each encoding that all of them fit."""
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        with suppress(UnicodeDecodeError):
            yield raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=300)
@given(st.binary(max_size=40) | st.text(max_size=20).map(lambda text: text.encode("gb18030", "ignore")))
@example(b"\x84\x31\x95\x33")
@example(b"\xff\xfe\x00\xd8")
@example(b"\x84\x31\xa4\x37")
def test_any_bytes_are_refused_or_are_the_very_text_they_say(raw: bytes):
    """Nothing else comes out, and no character is ever put in place of another."""
    try:
        text = decode(raw)
    except Unreadable:
        return
    assert text in set(strictly(raw))
    assert "\0" not in text


@given(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc"]), max_size=60), st.sampled_from(["utf-8-sig", "utf-16"]))
def test_marked_text_comes_back_as_it_was_written(text: str, encoding: str):
    """Whatever the script, and whatever marks stand in it."""
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (bytes(range(256)), "UTF-8 stops at byte 128"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "byte 0"),
        (b"%PDF-1.7\n\x00\x01\x02", r"U\+0000 at byte 9"),
        (TEXT.encode("utf-16-le"), "not text|not known"),
        (TEXT.encode("utf-32"), r"U\+0000"),
        ("水位".encode() + b"\x81", "UTF-8 stops at byte 6"),
        ("水位上涨".encode("gbk")[:-1], "GB 18030 at byte 6"),
        ("déjà vu à la carte".encode("latin-1"), "not known"),
        ("ооо".encode("koi8-r"), "no Chinese text|GB 18030 at byte"),
        (b"\xff\xfe\x34\x6c\x00\xd8", "UTF-16, though they are marked so: byte 4"),
    ],
)
def test_what_is_no_chinese_text_is_refused_with_the_byte_that_shows_it(raw: bytes, why: str):
    """A picture, a document, a text of another world, a file cut short."""
    with pytest.raises(Unreadable, match=why):
        decode(raw)


@pytest.mark.parametrize(
    ("raw", "byte"),
    [
        ("水位\0上涨".encode(), 6),
        (BOM + "水位\0上涨".encode(), 9),
        ("水\0位上涨".encode("utf-16"), 4),
        ("防汛\0巡堤".encode("gbk"), 4),
        (BOM + "水位".encode() + b"\xff", 9),
    ],
)
def test_the_byte_named_is_the_byte_of_the_file(raw: bytes, byte: int):
    """Counted with the mark at its head, and in its own encoding: whoever opens the file there finds it."""
    with pytest.raises(Unreadable, match=rf"byte {byte}\b"):
        decode(raw)


def test_a_stray_control_character_does_not_cost_a_long_article():
    """Crawled text holds some; a file full of them is no text."""
    assert decode(("水" * 2000 + "\x08").encode()).endswith("\x08")
    with pytest.raises(Unreadable, match=r"U\+0008 at byte 3"):
        decode(("水\x08" * 10).encode())


@pytest.mark.parametrize("raw", [b"", b"\n \n", BOM, "\u3000\n".encode()])
@pytest.mark.parametrize("name", ["a.md", "a.jsonl"])
def test_a_file_of_blanks_alone_is_refused_as_empty(name: str, raw: bytes):
    """And named."""
    assert readings(name, raw) == [Rejected(name, "it is empty")]


# One file, one article


def test_front_matter_names_the_article_and_its_day():
    """It is no part of the text."""
    text = "---\nkey: flood-1\ntitle: 备汛\npublished_on: 2025-06-12\nsource: 云川高新报\n---\n水位上涨。\n"
    (article,) = articles("a.md", text)
    assert article == Article("flood-1", "备汛", "水位上涨。", DAY, "云川高新报")


def test_front_matter_may_be_written_on_windows():
    """With a byte order mark and carriage returns."""
    (article,) = articles("a.md", BOM + b"---\r\ntitle: 1\r\npublished_on: '2025-06-12'\r\n---\r\n\r\n# 1\r\nA levee.\r\n")
    assert (article.title, article.text, article.published_on) == ("1", "A levee.", DAY)


def test_the_day_given_by_hand_wins():
    """Over the one in the front matter, and where there is none."""
    for matter in ("---\npublished_on: 2020-01-01\n---\n", ""):
        (article,) = articles("a.md", f"{matter}# 备汛\n水位上涨。", DAY)
        assert article.published_on == DAY


def test_a_time_of_day_does_not_make_the_day_another():
    """YAML reads 2025-06-12 08:30:00 as a moment; an article has a day."""
    (article,) = articles("a.md", "---\npublished_on: 2025-06-12 08:30:00\n---\n# 备汛\n水位上涨。")
    assert type(article.published_on) is date
    assert article.published_on == DAY


@pytest.mark.parametrize("day", ["昨天", "2025-13", "20250631", "2025-02-30", "2025-13-45", "[2025]"])
def test_a_day_that_is_none_is_refused_and_quoted(day: str):
    """Even one that YAML takes for a date."""
    assert day.strip("[]") in refused("a.md", f"---\npublished_on: {day}\n---\n# 备汛\n水位上涨。")


@pytest.mark.parametrize("matter", ["title: [", "title: 'a", "\tx: 1", "a: b: c", "a: " + "[" * 3000, "title: &a [*b]"])
def test_front_matter_that_is_no_yaml_is_refused(matter: str):
    """In one line, however deep it is nested."""
    why = refused("a.md", f"---\n{matter}\n---\n# 备汛\n水位上涨。")
    assert "front matter" in why
    assert "\n" not in why


@pytest.mark.parametrize("head", ["---\n---\n", "---\n# nothing but a comment\n---\n"])
def test_empty_front_matter_is_front_matter(head: str):
    """Its rules are neither title nor text."""
    (article,) = articles("a.md", f"{head}备汛\n水位上涨。")
    assert (article.title, article.text) == ("备汛", "水位上涨。")


@pytest.mark.parametrize("text", ["---\n水位上涨。\n巡堤。", "--- a\n---\n水位上涨。", "水位上涨。\n---\ntitle: 1\n---\n"])
def test_a_rule_across_the_page_is_no_front_matter(text: str):
    """It stays where it was printed."""
    (article,) = articles("a.md", text)
    assert article.title not in {"1", "a"}
    assert "水位上涨。" in article.text


def test_the_first_line_is_the_title_where_it_is_one():
    """Short, not ended, with a text under it."""
    (article,) = articles("a.txt", "\n云川备汛 37处点位过筛\n\n水位上涨。\n")
    assert (article.title, article.text) == ("云川备汛 37处点位过筛", "水位上涨。")


@pytest.mark.parametrize("text", ["水位上涨。\n各街道巡堤。", "水" * 81 + "\n各街道巡堤。", "水位上涨，\n各街道巡堤。", "水位上涨"])
def test_a_first_line_that_is_prose_lends_its_words_to_the_title_and_stays(text: str):
    """No printed character is lost to a title."""
    (article,) = articles("a.txt", text)
    assert "".join(article.text.split()) == "".join(text.split())
    assert article.text.startswith(article.title)
    assert 0 < len(article.title) <= 30


def test_a_given_title_takes_the_heading_that_repeats_it():
    """It is printed once, so it is kept once."""
    assert articles_of("---\ntitle: 备汛\n---\n# 备汛\n水位上涨。") == [("备汛", "水位上涨。")]


def test_a_heading_that_says_something_else_than_the_given_title_is_kept():
    """It was printed, so it can be quoted and found."""
    (article,) = articles("a.md", "---\ntitle: 第37期\n---\n# 云川备汛\n水位上涨。")
    assert "云川备汛" in article.title + article.text


# One file, many articles


def articles_of(text: str) -> list[tuple[str, str]]:
    """Title and text of each article of a Markdown file."""
    return [(article.title, article.text) for article in articles("a.md", text)]


def test_every_first_level_heading_begins_an_article():
    """A second-level one does not; nor does a tag."""
    text = "# 备汛\n水位上涨。\n## 一\n#防汛# 巡堤。\n\n#  龙舟  赛 \n鼓声响起。\n"
    assert articles_of(text) == [("备汛", "水位上涨。\n## 一\n#防汛# 巡堤。"), ("龙舟 赛", "鼓声响起。")]
    assert [placed.place for placed in readings("a.md", text) if isinstance(placed, Placed)] == [
        "file:///news/a.md#1",
        "file:///news/a.md#2",
    ]
    assert [article.key for article in articles("a.md", text)] == ["a.md#1", "a.md#2"]


def test_what_stands_before_the_first_heading_is_an_article_too():
    """It has a title of its own, or borrows one."""
    assert articles_of("编者按\n汛期已至。\n# 备汛\n水位上涨。") == [("编者按", "汛期已至。"), ("备汛", "水位上涨。")]


def test_a_lone_article_is_called_by_its_file_alone():
    """And is in its first place."""
    (placed,) = readings("云川/a.md", "# 备汛\n水位上涨。")
    assert isinstance(placed, Placed)
    assert (placed.article.key, placed.place) == ("云川/a.md", "file:///news/云川/a.md#1")


@pytest.mark.parametrize("text", ["# 备汛\n水位上涨。\n# 龙舟\n", "# 备汛", "# 备汛\n# 龙舟\n鼓声响起。"])
def test_a_title_without_a_text_refuses_its_file_by_that_title(text: str):
    """Half a file would withdraw the other half."""
    assert "no text under the title" in refused("a.md", text)


@given(
    st.lists(st.sampled_from(["# 题\n", "## 节\n", "水位上涨。\n", "巡堤，", "\n", "  ", "#\t乙\n", "龙舟", "#"]), min_size=1, max_size=20)
)
def test_apart_from_blanks_an_article_is_a_stretch_of_its_file(pieces: Sequence[str]):
    """So is its title."""
    text = "".join(pieces)
    try:
        found = list(articles_in(text))
    except Unreadable:
        return
    for printed in found:
        assert "".join(printed.text.split()) in "".join(text.split())
        assert "".join(printed.title.split()) in "".join(text.split())


# JSON lines


def test_every_line_is_an_article():
    """With a key of its own, or its file's and its number. An empty line counts as a line."""
    text = lines({"key": "k1", "title": "备汛", "text": "水位上涨。", "published_on": "2025-06-12", "source": "云川高新报"})
    first, second = readings("a.jsonl", text + "\n" + lines({"text": "龙舟赛\n鼓声响起。"}))
    assert first == Placed("key:k1", Article("k1", "备汛", "水位上涨。", DAY, "云川高新报"))
    assert second == Placed("file:///news/a.jsonl#3", Article("a.jsonl#3", "龙舟赛", "鼓声响起。"))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{水位", "not JSON"),
        ('{"text": "水位"', "not JSON"),
        ("[1]", "not a JSON object"),
        ('"水位上涨。"', "not a JSON object"),
        ("null", "not a JSON object"),
        ("{}", "no text"),
        ('{"text": null}', "no text"),
        ('{"text": ["水位"]}', "no text"),
        ('{"text": " \\n "}', "no text"),
        ('{"text": "水位。", "published_on": "昨天"}', "昨天"),
        ('{"text": "水位。", "published_on": 20251345}', "20251345"),
        ("[" * 100_000, "JSON"),
        ('{"text": "水位。", "key": ' + "1" * 5000 + "}", "JSON"),
        ('{"text": "\\ud83d水位。"}', "."),
        ('{"text": "水位。", "title": "\\udc00"}', "."),
        ('{"text": "水位\\u0000。"}', "."),
    ],
)
def test_a_bad_line_is_refused_by_its_number_and_the_others_are_read(line: str, why: str):
    """Whatever is wrong with it."""
    good = lines({"key": "k1", "text": "水位上涨。"})
    first, bad, last = readings("a.jsonl", good + line + "\n" + good)
    assert isinstance(first, Placed)
    assert isinstance(last, Placed)
    assert isinstance(bad, Rejected)
    assert bad.name == "a.jsonl line 2"
    assert re.search(why, bad.reason)
    assert "\n" not in bad.reason


def test_the_own_key_of_a_record_is_its_place():
    """So it may move within its file, or to another."""
    here = record({"key": " k1 ", "text": "水位上涨。"}, None, "a.jsonl#1", "file:///a.jsonl#1")
    there = record({"key": "k1", "text": "水位下降。"}, None, "b.jsonl#9", "file:///b.jsonl#9")
    assert here.place == there.place == "key:k1"
    assert (here.article.key, there.article.key) == ("k1", "k1")


def test_a_record_without_a_key_of_its_own_stands_in_its_line():
    """A blank key is none."""
    placed = record({"key": " ", "text": "水位上涨。"}, None, "a.jsonl#4", "file:///a.jsonl#4")
    assert (placed.place, placed.article.key) == ("file:///a.jsonl#4", "a.jsonl#4")


@pytest.mark.parametrize("heading", ["# 龙舟", "#\t龙舟", "#  龙舟"])
@pytest.mark.parametrize("title", [None, "备汛"])
def test_a_record_is_one_article_whatever_its_text_holds(heading: str, title: str | None):
    """A line like an H1 splits nothing, and nothing under it is lost."""
    text = f"水位上涨。\n{heading}\n鼓声响起。"
    placed = record({"text": text, "title": title}, None, "k", "p")
    assert "水位上涨。" in placed.article.text
    assert "鼓声响起。" in placed.article.text


def test_not_one_character_is_put_into_a_records_text():
    """Not even a # to make a heading smaller: every character of a text was printed."""
    text = "水位上涨。\n# 龙舟\n鼓声响起。"
    placed = record({"text": text}, None, "k", "p")
    assert "".join(placed.article.text.split()) in "".join(text.split())


def test_a_heading_at_the_head_of_a_record_is_its_title():
    """Where it brings no other."""
    placed = record({"text": "# 备汛\n水位上涨。"}, None, "k", "p")
    assert (placed.article.title, placed.article.text) == ("备汛", "水位上涨。")


def test_numbers_may_serve_as_key_and_title():
    """JSON and YAML write them without quotes."""
    placed = record({"key": 7, "title": 37, "text": "水位上涨。"}, None, "k", "p")
    assert (placed.place, placed.article.title) == ("key:7", "37")


# Paths


def written(folder: Path, *names: str) -> Path:
    """The folder, with a small article under each name."""
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("# 备汛\n水位上涨。", encoding="utf-8")
    return folder


def test_a_folder_is_walked_in_order_and_by_kind(tmp_path: Path):
    """Hidden files and folders, and kinds we do not read, are passed over; capitals are no obstacle."""
    written(tmp_path, "b.md", "a/c.TXT", "a/b.jsonl", ".git/x.md", "a/.x.md", "photo.jpg", "README", "z.markdown", "y.ndjson")
    (tmp_path / "folder.md").mkdir()
    assert [name for name, _ in files_at(tmp_path)] == ["a/b.jsonl", "a/c.TXT", "b.md", "y.ndjson", "z.markdown"]
    assert all(file == tmp_path / name for name, file in files_at(tmp_path))


def test_a_hidden_folder_is_read_when_it_is_named(tmp_path: Path):
    """Only what is hidden inside it is passed over."""
    written(tmp_path / ".news", "a.md")
    assert [name for name, _ in files_at(tmp_path / ".news")] == ["a.md"]


def test_a_missing_path_is_named(tmp_path: Path):
    """Nothing was read, and the reader must know which path it was."""
    with pytest.raises(NothingToRead, match=r"nowhere does not exist"):
        files_at(tmp_path / "nowhere")


def test_a_folder_without_an_article_is_named(tmp_path: Path):
    """With the kinds that would have been read."""
    written(tmp_path / "photos", "a.jpg", ".b.md")
    with pytest.raises(NothingToRead, match=r"photos holds no article: no .*\.md.* file is in it"):
        files_at(tmp_path / "photos")


def test_a_file_of_another_kind_is_refused_when_it_is_named(tmp_path: Path):
    """It was asked for, so it is not passed over in silence."""
    ((name, path),) = files_at(written(tmp_path, "a.jpg") / "a.jpg")
    (reading,) = read(source_at(name, path))
    assert isinstance(reading, Rejected)
    assert re.fullmatch(r"its kind is not read; these are: .*\.docx.*\.md.*\.pdf.*\.txt.*", reading.reason)


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path):
    """The bound itself is not too large."""
    path = tmp_path / "a.md"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(Unreadable, match="larger than 64 MiB"):
        source_at("a.md", path)
    os.truncate(path, LARGEST_FILE)
    assert len(source_at("a.md", path).raw) == LARGEST_FILE


@pytest.mark.parametrize("name", ["gone.md", "folder.md"])
def test_a_file_that_cannot_be_opened_is_refused_with_the_systems_words(tmp_path: Path, name: str):
    """It may have gone since the folder was walked."""
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(Unreadable, match=r"No such file|Is a directory"):
        source_at(name, tmp_path / name)


def test_the_same_file_has_the_same_place_by_whatever_path(tmp_path: Path):
    """A link or a detour replaces what the straight path put in."""
    written(tmp_path, "a/b.md")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    straight = source_at("b.md", tmp_path / "a" / "b.md").place
    assert source_at("b.md", tmp_path / "link" / "b.md").place == source_at("b.md", tmp_path / "a" / ".." / "a" / "b.md").place == straight


def test_a_digest_tells_apart_whatever_would_be_read_apart():
    """Its name, the day given by hand, its bytes."""
    sources = [
        Source("p", "a.md", b"1"),
        Source("p", "b.md", b"1"),
        Source("p", "a.md", b"2"),
        Source("p", "a.md", b"1", DAY),
    ]
    assert len({source.digest for source in sources}) == len(sources)
    assert Source("p", "a.md", b"1").digest == Source("q", "a.md", b"1").digest


def test_a_file_whose_name_is_no_utf_8_is_read_or_refused_but_never_fatal(tmp_path: Path):
    """Archives packed on a Chinese Windows leave such names behind."""
    (tmp_path / os.fsdecode("备汛.md".encode("gbk"))).write_text("# 备汛\n水位上涨。", encoding="utf-8")
    ((name, path),) = files_at(tmp_path)
    source = source_at(name, path)
    assert len(source.digest) == 64
    for reading in read(source):
        (reading.article.key if isinstance(reading, Placed) else reading.name).encode()

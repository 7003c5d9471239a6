"""Whatever a newsroom sends is read: pages, documents, feeds, records, in its own encoding, from a folder, an address or a pipe."""

import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from threading import Event
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from werkzeug import Request, Response

from ingest import fetch
from ingest.article import Article
from ingest.errors import NothingToRead, Unreadable
from ingest.fetch import fetched
from ingest.gather import named
from ingest.read import Placed, Reading, Rejected, Source, read
from ingest.readers import READERS

TITLE = "云川高新区召开防汛会"
FIRST = "本报讯 6月11日晚，云川高新区召开防汛会，水位3.5米，投资2亿元，各街道连夜巡堤。"
SECOND = "会议要求，各单位要摸清底数，建立台账，确保安全度汛，确保信息畅通，确保物资到位。"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def readings(name: str, raw: bytes, kind: str | None = None) -> list[Reading]:
    """All that comes of a file."""
    return list(read(Source(f"file:///news/{name}", name, raw, None, kind)))


def articles(name: str, raw: bytes) -> list[Article]:
    """The articles of a file of which nothing is refused."""
    found = readings(name, raw)
    assert not [one for one in found if isinstance(one, Rejected)]
    return [one.article for one in found if isinstance(one, Placed)]


def refusal(name: str, raw: bytes) -> str:
    """Why a file is refused."""
    (one,) = readings(name, raw)
    assert isinstance(one, Rejected)
    assert one.name == name
    assert "\n" not in one.reason
    return one.reason


def bare(text: str) -> str:
    """The printed characters alone."""
    return "".join(text.split())


# Word


def packed(write: Callable[[docx.document.Document], None]) -> bytes:
    """A Word document."""
    document = docx.Document()
    write(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_word_document_is_read_with_its_headings_and_tables():
    """In the order of the page; a row of a table is a row of Markdown."""

    def write(document: docx.document.Document) -> None:
        document.add_heading(TITLE, 1)
        document.add_paragraph(FIRST)
        document.add_heading("一、摸底", 2)
        table = document.add_table(2, 2)
        for cell, words in zip(table.rows[0].cells + table.rows[1].cells, ("点位", "数量", "涵洞\n隧道", "3.5"), strict=True):
            cell.text = words
        document.add_paragraph(SECOND)

    (article,) = articles("a.docx", packed(write))
    assert article.title == TITLE
    assert article.text == f"{FIRST}\n## 一、摸底\n| 点位 | 数量 |\n| 涵洞 隧道 | 3.5 |\n{SECOND}"


def test_every_first_heading_of_a_word_document_is_an_article():
    """As in Markdown."""

    def write(document: docx.document.Document) -> None:
        for title in (TITLE, "龙舟赛开桨"):
            document.add_heading(title, 1)
            document.add_paragraph(FIRST)

    assert [article.title for article in articles("a.docx", packed(write))] == [TITLE, "龙舟赛开桨"]


@pytest.mark.parametrize(("title", "heads"), [(TITLE, ["摸底", "整改"]), (None, ["一、摸底", "二、整改"])])
def test_the_sections_of_one_document_are_no_articles(title: str | None, heads: list[str]):
    """Under a title, or where they are numbered, the first headings only divide it."""

    def write(document: docx.document.Document) -> None:
        if title:
            document.add_heading(title, 0)
        for head in heads:
            document.add_heading(head, 1)
            document.add_paragraph(FIRST)

    assert len(articles("a.docx", packed(write))) == 1


def test_tracked_changes_are_read_as_accepted():
    """What was inserted is printed, what was deleted is not; nor are fields' instructions."""

    def write(document: docx.document.Document) -> None:
        document.add_paragraph(TITLE)
        paragraph = document.add_paragraph("水位")
        paragraph._p.append(parse_xml(f"<w:ins {W}><w:r><w:t>上涨</w:t></w:r></w:ins>"))
        paragraph._p.append(parse_xml(f"<w:del {W}><w:r><w:delText>下降</w:delText></w:r></w:del>"))
        paragraph._p.append(parse_xml(f"<w:r {W}><w:instrText>PAGE</w:instrText><w:t>，巡堤。</w:t></w:r>"))

    (article,) = articles("a.docx", packed(write))
    assert article.text == "水位上涨，巡堤。"


def test_a_heading_by_outline_level_or_by_a_style_of_its_own_is_a_heading():
    """Few newsrooms use the styles that Word brings."""

    def write(document: docx.document.Document) -> None:
        style = document.styles.add_style("新闻标题", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Heading 1"]
        document.add_paragraph(TITLE, style="新闻标题")
        document.add_paragraph(FIRST)
        paragraph = document.add_paragraph("整改")
        paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="1"/>'))
        document.add_paragraph(SECOND)

    (article,) = articles("a.docx", packed(write))
    assert (article.title, article.text) == (TITLE, f"{FIRST}\n## 整改\n{SECOND}")


def test_an_empty_document_and_a_bomb_are_refused():
    """By name, and before they are unpacked."""
    assert "no text" in refusal("a.docx", packed(lambda _: None))
    bomb = io.BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b" " * (129 * 2**20))
    assert "unpacks to more" in refusal("a.docx", bomb.getvalue())


# PDF


def printed(*columns: tuple[int, list[str]], folio: str = "— 1 —", lock: str | None = None) -> bytes:
    """A page: a title, columns of lines, a number. The font has no letters in the file, as Chinese PDFs often have none."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), encrypt=lock)
    canvas.setFont("STSong-Light", 20)
    canvas.drawString(60, 780, TITLE)
    canvas.setFont("STSong-Light", 10)
    for left, lines in columns:
        for number, line in enumerate(lines):
            canvas.drawString(left, 740 - 15 * number, line)
    canvas.drawCentredString(297, 30, folio)
    canvas.save()
    return file.getvalue()


def wrapped(text: str, width: int) -> list[str]:
    """Lines of a column, the first set in by two characters."""
    text = f"\u3000\u3000{text}"
    return [text[at : at + width] for at in range(0, len(text), width)]


def test_the_lines_of_a_pdf_become_its_paragraphs():
    """However narrow the column; the number of the page is no part of the text."""
    text = "会议要求各单位摸清底数建立台账确保安全度汛确保信息畅通确保物资到位各街道连夜巡堤。"
    (article,) = articles("a.pdf", printed((60, wrapped(text, 12) + wrapped("散会。", 12))))
    assert (article.title, article.text) == (TITLE, f"{text}\n散会。")


def test_the_columns_of_a_pdf_are_read_one_after_the_other():
    """Not line by line across the page."""
    left, right = "左栏文字" * 20 + "。", "右栏文字" * 20 + "。"
    (article,) = articles("a.pdf", printed((60, wrapped(left, 18)), (320, wrapped(right, 18))))
    assert article.text == f"{left}\n{right}"


def test_a_scan_a_locked_and_a_broken_pdf_are_refused_by_name():
    """Each with its reason."""
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.rect(10, 10, 100, 100, fill=1)
    canvas.save()
    assert "scan" in refusal("a.pdf", file.getvalue())
    assert "password" in refusal("a.pdf", printed((60, [FIRST]), lock="secret"))
    assert "no PDF" in refusal("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\nnothing")


# Web pages


def page(body: str, head: str = "", charset: str = "utf-8") -> str:
    """A page with all that stands around an article."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{TITLE}_云川高新网</title>{head}</head><body>'
        '<div class="nav"><a href="/">首页</a> <a href="/news">要闻</a></div>'
        f'<div class="article"><h1>{TITLE}</h1><div class="info"><span>2025年06月12日 09:12</span> <span>来源：云川高新报</span></div>'
        f'<div class="content">{body}</div></div><div class="related"><ul><li><a href="/1">龙舟赛开桨</a></li></ul></div>'
        '<div class="footer">版权所有 云川高新区管委会</div></body></html>'
    )


PARAGRAPHS = f"<p>　　{FIRST}</p><p>　　<strong>{SECOND[:4]}</strong>{SECOND[4:]}</p>"


def test_a_web_page_is_its_main_text_title_day_and_source():
    """Without what stands around it."""
    (article,) = articles("a.html", page(PARAGRAPHS).encode())
    assert article == Article("a.html", TITLE, f"{FIRST}\n{SECOND}", date(2025, 6, 12), "云川高新报")


def test_what_a_government_page_states_of_itself_is_believed_first():
    """ArticleTitle, PubDate and ContentSource."""
    head = (
        '<meta name="ArticleTitle" content="防汛会召开"><meta name="PubDate" content="2025-06-13 08:00">'
        '<meta name="ContentSource" content="云川日报">'
    )
    (article,) = articles("a.html", page(PARAGRAPHS, head).encode())
    assert (article.title, article.published_on, article.source) == ("防汛会召开", date(2025, 6, 13), "云川日报")


def test_headings_lists_and_tables_of_a_page_are_kept_as_such():
    """In Markdown."""
    table = "<table><tr><th>点位</th><th>数量</th></tr><tr><td>涵洞</td><td>3.5</td></tr></table>"
    body = f"<p>{FIRST}</p><h2>摸底</h2><ul><li>涵洞</li></ul>{table}<p>{SECOND}</p>"
    (article,) = articles("a.html", page(body).encode())
    assert article.text == f"{FIRST}\n## 摸底\n- 涵洞\n| 点位 | 数量 |\n| 涵洞 | 3.5 |\n{SECOND}"


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ("gb2312", "gb18030", "防汛㎡" * 20),  # who declares GB 2312 means its successors
        ("gbk", "gb18030", "防汛㎡" * 20),
        ("utf-8", "utf-8", "防汛㎡" * 20),
        ("big5", "big5", "防洪" * 30),
        ("euc-kr", "euc-kr", "홍수" * 30),
        ("no-such", "utf-8", "防汛" * 30),
        ("hex", "gb18030", "防汛" * 30),
    ],
)
def test_a_page_is_read_in_the_encoding_it_declares(declared: str, encoding: str, text: str):
    """Where its bytes fit it."""
    markup = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head><body><p>{text}</p></body></html>'
    (article,) = articles("a.html", markup.encode(encoding))
    assert article.text == text


def test_a_page_that_declares_the_wrong_encoding_is_read_in_its_own():
    """Servers and templates err; the bytes do not."""
    (article,) = articles("a.html", page(PARAGRAPHS, charset="utf-8").encode("gb18030"))
    assert article.text.startswith("本报讯")


@pytest.mark.parametrize(
    "markup", ["", "<html></html>", "<html><body><script>1</script><a href='/'>首页</a></body></html>", "<div>" * 5000]
)
def test_a_page_without_an_article_is_refused(markup: str):
    """And named."""
    assert refusal("a.html", markup.encode())


def test_what_is_struck_out_is_not_printed():
    """Nobody said it in the end."""
    (article,) = articles("a.html", page(f"<p>{FIRST}</p><p>{SECOND}<del>会议取消。</del></p>").encode())
    assert "取消" not in article.text


# Feeds


def rss(*items: str) -> bytes:
    """An RSS file."""
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    return f"{head}<channel><title>云川高新报</title>{''.join(items)}</channel></rss>".encode()


ITEM = (
    f"<item><title>{TITLE}</title><guid>n1</guid><pubDate>Wed, 11 Jun 2025 23:30:00 GMT</pubDate>"
    f"<description>摘要。</description><content:encoded><![CDATA[<p>{FIRST}</p><p>A &amp; B</p>]]></content:encoded></item>"
)


def test_every_entry_of_a_feed_is_an_article():
    """With its own key and day, the day that China's clocks showed; the fullest text is taken."""
    first, second = readings("a.rss", rss(ITEM, "<item><title>龙舟赛</title><description>鼓声响起。</description></item>"))
    assert first == Placed("file:///news/a.rss#n1", Article("n1", TITLE, f"{FIRST}\nA & B", date(2025, 6, 12), "云川高新报"))
    assert second == Placed("file:///news/a.rss#2", Article("a.rss#2", "龙舟赛", "鼓声响起。", None, "云川高新报"))


def test_atom_is_read_like_rss():
    """In its own encoding, its text as elements."""
    feed = (
        '<?xml version="1.0" encoding="gb2312"?><feed xmlns="http://www.w3.org/2005/Atom"><title>云川高新报</title><entry>'
        f'<id>urn:1</id><title>{TITLE}</title><published>2025-06-12T08:00:00+08:00</published><content type="xhtml">'
        f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{FIRST}</p><p>㎡</p></div></content></entry></feed>'
    )
    (article,) = articles("a.atom", feed.encode("gb18030"))
    assert article == Article("urn:1", TITLE, f"{FIRST}\n㎡", date(2025, 6, 12), "云川高新报")


def test_an_entry_without_a_text_costs_only_itself():
    """It is refused by its number."""
    first, second = readings("a.rss", rss("<item><title>空</title></item>", ITEM))
    assert first == Rejected("a.rss entry 1", "it has no text")
    assert isinstance(second, Placed)


@pytest.mark.parametrize("raw", [b"", b"<a/>", b"<rss><channel/></rss>", b"<rss", "云川".encode(), b"<rss>" + b"<a>" * 5000])
def test_xml_that_is_no_feed_is_refused(raw: bytes):
    """By name."""
    assert refusal("a.xml", raw)


def test_no_entity_of_a_feed_opens_a_file():
    """Nor grows without bound."""
    feed = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss><channel><item><description>水位&x;上涨。</description></item></channel></rss>'
    for reading in readings("a.xml", feed.encode()):
        assert isinstance(reading, Rejected) or Path("/etc/hostname").read_text("utf-8").strip() not in reading.article.text


# All of them


def samples() -> Iterator[tuple[str, bytes]]:
    """One sound file of each kind."""
    yield "a.docx", packed(lambda document: document.add_paragraph(FIRST) and None)
    yield "a.pdf", printed((60, wrapped(SECOND, 20)))
    yield "a.html", page(PARAGRAPHS).encode()
    yield "a.rss", rss(ITEM)
    yield "a.jsonl", json.dumps({"text": FIRST}, ensure_ascii=False).encode()
    yield "a.md", f"---\ntitle: {TITLE}\n---\n{FIRST}".encode()


SAMPLES = dict(samples())


@settings(max_examples=150)
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_a_damaged_file_is_read_or_refused_but_never_fatal(name: str, data: st.DataObject):
    """Bytes lost, changed, put in."""
    raw = bytearray(SAMPLES[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=20))
    for reading in readings(name, bytes(raw)):
        assert isinstance(reading, Rejected) or "\0" not in reading.article.text


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_apart_from_blanks_an_article_is_a_stretch_of_what_its_reader_extracted(name: str):
    """Whatever the format."""
    sheets = list(READERS[Path(name).suffix](SAMPLES[name]))
    extracted = "".join(bare(getattr(sheet, "text", "")) for sheet in sheets)
    for article in articles(name, SAMPLES[name]):
        assert bare(article.text) in extracted


@settings(max_examples=60)
@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), max_size=40), min_size=1, max_size=8))
def test_that_holds_for_any_paragraphs_of_a_document(paragraphs: list[str]):
    """Blanks alone may change."""
    raw = packed(lambda document: [document.add_paragraph(words) for words in paragraphs] and None)
    for reading in readings("a.docx", raw):
        if isinstance(reading, Placed):
            assert bare(reading.article.text) in bare("".join(paragraphs))


def test_a_kind_may_be_told_where_the_name_does_not():
    """As for what comes from an address or a pipe."""
    (reading,) = readings("article", page(PARAGRAPHS).encode(), ".html")
    assert isinstance(reading, Placed)
    assert Source("p", "article", b"").digest != Source("p", "article", b"", None, ".html").digest


# Addresses


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    """A server on loopback."""
    with HTTPServer() as running:
        yield running


def got(address: str, seconds: float = 20) -> list[Reading]:
    """All that comes of an address."""
    return [
        reading for source in fetched(address, seconds=seconds) for reading in ([source] if isinstance(source, Rejected) else read(source))
    ]


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("text/html; charset=utf-8", page(PARAGRAPHS).encode()),
        ("text/html; charset=gbk", page(PARAGRAPHS, charset="utf-8").encode("gbk")),
        ("text/html", page(PARAGRAPHS, charset="gb2312").encode("gbk")),
        ("text/plain; charset=gb18030", f"{TITLE}\n{FIRST}".encode("gb18030")),
        ("application/pdf", SAMPLES["a.pdf"]),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", SAMPLES["a.docx"]),
        ("application/x-ndjson", SAMPLES["a.jsonl"]),
    ],
)
def test_the_content_type_says_how_an_address_is_read(server: HTTPServer, kind: str, raw: bytes):
    """And the charset, in which encoding; the address is key and place."""
    server.expect_request("/news/1").respond_with_data(raw, content_type=kind)
    (reading,) = got(server.url_for("/news/1"))
    assert isinstance(reading, Placed)
    assert reading.place.startswith(server.url_for("/news/1"))
    assert reading.article.key.startswith(server.url_for("/news/1"))
    assert "各" in reading.article.text


def test_a_vague_content_type_leaves_it_to_the_name(server: HTTPServer):
    """Half the servers do not know their files."""
    server.expect_request("/a.docx").respond_with_data(SAMPLES["a.docx"], content_type="application/octet-stream")
    assert isinstance(got(server.url_for("/a.docx"))[0], Placed)


def test_a_feed_is_a_source_for_every_entry(server: HTTPServer):
    """So one that has left the feed is not withdrawn by the next reading; a feed that calls itself a page is one all the same."""
    for kind in ("application/rss+xml", "text/xml", "text/html"):
        server.clear()
        server.expect_request("/feed").respond_with_data(rss(ITEM, ITEM.replace("n1", "n2")), content_type=kind)
        sources = list(fetched(server.url_for("/feed")))
        assert [source.place for source in sources if isinstance(source, Source)] == [
            server.url_for("/feed#n1"),
            server.url_for("/feed#n2"),
        ]
        (placed,) = read(sources[0]) if isinstance(sources[0], Source) else ()
        assert isinstance(placed, Placed)
        assert placed.article == Article("n1", TITLE, f"{FIRST}\nA & B", date(2025, 6, 12), "云川高新报")


def test_a_redirect_is_followed_but_only_to_http(server: HTTPServer):
    """And not for ever."""
    server.expect_request("/to").respond_with_data(page(PARAGRAPHS), content_type="text/html")
    server.expect_request("/from").respond_with_data("", 302, {"Location": "/to"})
    server.expect_request("/file").respond_with_data("", 302, {"Location": "file:///etc/hostname"})
    server.expect_request("/round").respond_with_data("", 301, {"Location": "/round"})
    (reading,) = got(server.url_for("/from"))
    assert isinstance(reading, Placed)
    assert reading.place == server.url_for("/from#1")
    with pytest.raises(Unreadable, match="only http and https"):
        got(server.url_for("/file"))
    with pytest.raises(Unreadable, match="more than 5 times"):
        got(server.url_for("/round"))


@pytest.mark.parametrize("address", ["ftp://news/1.md", "file:///etc/hostname", "http://", "javascript://x"])
def test_no_other_scheme_is_read(address: str):
    """Least of all a file by its address."""
    with pytest.raises(Unreadable):
        got(address)


def test_what_is_too_large_too_slow_or_not_there_is_refused(server: HTTPServer, monkeypatch: pytest.MonkeyPatch):
    """Within the time allowed, however slowly bytes drip."""
    monkeypatch.setattr(fetch, "LARGEST_FILE", 1000)
    done = Event()

    def drip(_: Request) -> Response:
        def bytes_of() -> Iterator[bytes]:
            for _ in range(40):
                yield b"."
                done.wait(0.1)

        return Response(bytes_of(), content_type="text/plain")

    server.expect_request("/large").respond_with_data("水" * 1001, content_type="text/plain")
    server.expect_request("/gone").respond_with_data("", 404)
    server.expect_request("/photo").respond_with_data(b"GIF", content_type="image/gif")
    server.expect_request("/slow").respond_with_handler(drip)
    for path, why in (("/large", "larger than"), ("/gone", "404"), ("/photo", "image/gif")):
        with pytest.raises(Unreadable, match=why):
            got(server.url_for(path))
    with pytest.raises(Unreadable, match=r"not there after 0\.5 seconds"):
        got(server.url_for("/slow"), seconds=0.5)
    done.set()


def test_an_address_that_answers_nothing_is_refused_by_name():
    """And everything else is read."""
    (one,) = named(["http://127.0.0.1:9/news"])
    (reading,) = one.take()
    assert isinstance(reading, Rejected)
    assert reading.name == "http://127.0.0.1:9/news"
    assert "cannot be fetched" in reading.reason


# What a person names


def test_a_pattern_names_what_it_fits_and_is_read(tmp_path: Path):
    """Folders it fits are walked; what is of another kind is passed over."""
    for name in ("a/1.md", "a/2.txt", "a/3.jpg", "b/c/4.html", "d.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(FIRST, "utf-8")
    assert [one.name for one in named([f"{tmp_path}/a/*"])] == ["1.md", "2.txt"]
    assert [one.name for one in named([f"{tmp_path}/**/*.md"])] == ["1.md", "d.md"]
    assert [one.name for one in named([f"{tmp_path}/[ab]"])] == ["1.md", "2.txt", "c/4.html"]
    with pytest.raises(NothingToRead, match=r"\*\.pdf fits no file"):
        named([f"{tmp_path}/*.pdf"])


def test_a_folder_passes_over_what_is_not_read_but_a_file_that_is_named_is_refused(tmp_path: Path):
    """By name."""
    for name in ("a.md", "b.doc", "c.jpg"):
        (tmp_path / name).write_text(FIRST, "utf-8")
    assert [one.name for one in named([str(tmp_path)])] == ["a.md"]
    (one,) = named([str(tmp_path / "b.doc")])
    (source,) = one.take()
    assert isinstance(source, Source)
    (reading,) = read(source)
    assert isinstance(reading, Rejected)
    assert reading.name == "b.doc"


def test_what_is_sent_into_the_command_is_read(tmp_path: Path):
    """In the kind that is told."""
    command = [str(Path(sys.executable).parent / "jianbao"), "ingest", "-", "--kind", "html", "--data-dir", str(tmp_path)]
    done = subprocess.run(command, input=page(PARAGRAPHS).encode(), capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "1 new" in done.stdout.decode()
    assert TITLE in done.stdout.decode()

"""The page of a search: its sentences, filters, box and queries."""

from __future__ import annotations

import pytest

from tests.support.search_helpers import (
    hits,
    writes,
)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", "Type what you are looking for: words, a reference such as GOV-01"),
        ("q=++", "Type what you are looking for"),
        ("q=a", "Type at least two letters or digits."),
        ("q=%25+%26", "Type a word or a number: signs alone cannot be searched for."),
        (f"q={'governance+' * 50}", "That is 549 characters, and a search takes at most 200"),
        ("q=zebra", "Nothing that you may see says this."),
        ("q=zebra", "Earlier versions of a pack that was corrected are not searched"),
        ("q=zebra&month=2023-12", "Look in every month and workstream"),
        ("q=governance&month=yesterday", "“yesterday” is not a month; write it as 2023-12."),
        ("q=governance&workstream=nowhere", "There is no workstream “nowhere” that you may see."),
        ("q=governance&programme=other", "You have no appointment on a programme “other”."),
        ("q=gwl-02&month=2023-12&workstream=governance-and-well-led", "1 result"),
    ],
)
def test_the_page_says_in_a_sentence_what_there_is(signed_in, office, words, address, told):
    answer = signed_in(office).get(f"/search/?{address}")
    assert answer.status_code == 200
    assert told in words(answer)


def test_more_than_a_hundred_results_say_so(signed_in, office, words):
    answer = signed_in(office).get("/search/?q=the")
    total = hits(office, "the").total
    assert total > 100
    assert f"The first 100 of {total} results, the newest first." in words(answer)
    assert answer.content.decode().count('class="app-hit"') == 100


def test_the_address_keeps_every_filter_on_the_page(signed_in, office):
    page = signed_in(office).get("/search/?q=zebra&month=2023-12&workstream=patient-safety")
    html = page.content.decode()
    assert html.count('value="zebra"') == 2
    assert '<option value="2023-12" selected>' in html
    assert '<option value="patient-safety" selected>' in html


def test_every_page_has_the_search_box_once_somebody_is_signed_in(signed_in, nicola, client):
    for address in ("/", "/scas/", "/tokens/", "/scas/2024-01/", "/nowhere/"):
        assert 'action="/search/"' in signed_in(nicola).get(address).content.decode()
    assert "/search/" not in client.get("/accounts/login/").content.decode()


# ---- What is shown ----------------------------------------------------------


def test_hostile_text_is_shown_as_text_with_the_hit_marked(signed_in, office, culture):
    writes(culture, 'Zebra <script>alert("1")</script> & <b>zebras</b>')
    html = signed_in(office).get('/search/?q=zebra+"<script>').content.decode()
    assert "<script>alert" not in html
    assert (
        '<mark class="app-mark">Zebra</mark> &lt;<mark class="app-mark">script</mark>&gt;'
        "alert(&quot;1&quot;)&lt;/<mark"
    ) in html
    assert '&lt;b&gt;<mark class="app-mark">zebras</mark>&lt;/b&gt;' in html
    assert 'value="zebra &quot;&lt;script&gt;"' in html


def test_a_page_takes_as_many_queries_for_many_hits_as_for_none(
    signed_in, office, board_reader, published, django_assert_num_queries
):
    for person, queries in ((office, 17), (board_reader, 5)):
        client = signed_in(person)
        client.get("/search/?q=zebra")  # reads what packs no search has read before
        for query in ("zebra", "gwl-01", "the"):
            with django_assert_num_queries(queries):
                client.get(f"/search/?q={query}")

def test_the_dashboard_says_where_december_stands(signed_in, office):
    page = words(signed_in(office).get("/scas/?month=2023-12"))
    assert "As issued in version 1 of the pack by Programme office (demo)" in page
    assert "Must GWL-01, Governance & Well Led" in page
    assert "82% 70% Met 82% meets the aim of 70%" in page
    assert "1 Overdue" in page
    assert "Returns still missing" not in page


def test_the_dashboard_of_the_open_month_names_the_missing_returns(
    signed_in, office, culture, nicola, noon
):
    cycle.submit(report=culture, by=nicola, at=noon)
    page = signed_in(office).get("/scas/").content.decode()
    missing = re.search(r'id="missing".*?</section>', page, re.S)[0]
    assert "Patient Safety" in missing
    assert "Culture" not in missing


def test_an_unknown_month_is_refused_with_a_sentence(signed_in, office):
    client = signed_in(office)
    assert "is not a month; write it as 2023-12" in words(client.get("/scas/?month=soon"))
    assert "There is no report for May 2031" in words(client.get("/scas/?month=2031-05"))


@pytest.mark.parametrize("address", ["/scas/", "/scas/?month=2023-12"])
def test_the_dashboard_takes_at_most_fifteen_queries(
    signed_in, office, address, django_assert_max_num_queries
):
    client = signed_in(office)
    with django_assert_max_num_queries(15):
        client.get(address)


def test_the_dashboard_takes_the_same_queries_for_4_and_for_40_metrics(
    signed_in, office, december_text, noon, django_assert_num_queries
):
    file = json.loads(december_text)
    file["programme"]["slug"] = "another"
    for workstream in file["workstreams"]:
        del workstream["metrics"][1:]
    for report in file["months"][0]["reports"]:
        report["remarks"] = []
    loaded = load_file(text=json.dumps(file), name="another.json", by=office, at=noon).programme
    Appointment(person=office, role=Role.PROGRAMME_OFFICE, programme=loaded).save()
    client = signed_in(office)
    with CaptureQueriesContext(connection) as four:
        assert client.get("/another/").content.decode().count('<svg class="app-trend__svg') == 4
    workstream = loaded.workstreams.first()
    for number in range(100, 136):
        metric = Metric(workstream=workstream, number=str(number), position=number)
        metric.name, metric.kind, metric.direction = f"Metric {number}", "number", "up"
        metric.save()
        line = ActualLine(metric=metric, name="Actual")
        line.save()
        Actual(line=line, quarter="2023/24 Q3", printed=str(number)).save()
    with django_assert_num_queries(len(four)):
        page = client.get("/another/").content.decode()
    assert page.count('<svg class="app-trend__svg') == 40
    assert len(four) <= 15



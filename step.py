from pathlib import Path
T=Path("templates"); C=T/"_components"
def sub(f,a,b):
    p=Path(f); s=p.read_text(); assert a in s,(f,a); p.write_text(s.replace(a,b))
# caches
sub("scorecards/values.py",'''def parse(text: str,''','''@lru_cache(maxsize=16_384)
def parse(text: str,''')
sub("scorecards/values.py",'''from enum import StrEnum
''','''from enum import StrEnum
from functools import lru_cache
''')
sub("scorecards/performance.py",'''def judge(
    actual''','''@lru_cache(maxsize=16_384)
def judge(
    actual''')
sub("scorecards/performance.py",'''def gap_in_words(actual''','''@lru_cache(maxsize=16_384)
def gap_in_words(actual''')
sub("scorecards/performance.py",'''from enum import StrEnum
''','''from enum import StrEnum
from functools import lru_cache
''')
sub("reporting/assembly.py",'''def rating_fact(rating: Rating)''','''@cache
def rating_fact(rating: Rating)''')
sub("reporting/assembly.py",'''from datetime import datetime
''','''from datetime import datetime
from functools import cache
''')
# caps
sub("reporting/overviewing.py",'''SHOWN_METRICS = 10  # those furthest off, unless all of them are asked for
''','''SHOWN = 10  # of each list, the worst first, unless all of it is asked for
''')
sub("reporting/overviewing.py",'''    """The filters of the rating history, and whether every metric is wanted."""

    all_metrics: bool = False
''','''    """The filters of the rating history, and which lists are wanted whole."""

    all_metrics: bool = False
    all_moved: bool = False
    all_red: bool = False
''')
sub("reporting/overviewing.py",'''    off: tuple[Judged, ...]
    returns''','''    off: tuple[Judged, ...]
    red_count: int
    returns''')
sub("reporting/overviewing.py",'''        moved=moved(contents, sees_open=sees_open),
        red=tuple(_red(contents, grid(contents, read, Filters(rating="overdue")))),
''','''        moved=moved(contents, sees_open=sees_open, most=None if asked.all_moved else SHOWN),
        red=tuple(red if asked.all_red else red[:SHOWN]),
''')
sub("reporting/overviewing.py",'''        off=metrics.off if asked.all_metrics else metrics.off[:SHOWN_METRICS],
''','''        off=metrics.off if asked.all_metrics else metrics.off[:SHOWN],
        red_count=len(red),
''')
sub("reporting/overviewing.py",'''    metrics = metrics_of(contents)
    return''','''    metrics = metrics_of(contents)
    red = list(_red(contents, grid(contents, read, Filters(rating="overdue"))))
    return''')
s=Path("reporting/movements.py").read_text()
a=s.index("@dataclass(frozen=True)\nclass Moved:"); b=s.index("def _items(")
s=s[:a]+'''@dataclass(frozen=True)
class Told:
    """Movements of one sort: those shown, the worst first, and how many there are."""

    items: tuple[Movement, ...]
    count: int


@dataclass(frozen=True)
class Moved:
    """Everything that moved since ``earlier``, a month in words; empty where there was none."""

    earlier: str
    ratings: Told
    metrics: Told
    dates: Told
    items: Told

    @property
    def count(self) -> int:
        return sum(told.count for told in (self.ratings, self.metrics, self.dates, self.items))

    @property
    def left_out(self) -> int:
        told = (self.ratings, self.metrics, self.dates, self.items)
        return self.count - sum(len(one.items) for one in told)


def moved(contents: Contents, *, sees_open: bool, most: int | None = None) -> Moved:
    """Tell what moved, at most ``most`` of each sort.

    ``sees_open`` says whether the pages of metrics may be opened.
    """
    items = dict(_items(contents, sees_open))
    slug = contents.programme.slug

    def of(*kinds: str) -> Told:
        changes = [one for kind in kinds for one in contents.changes.of(kind)]
        changes.sort(key=lambda one: _ORDER.index(_way(one)))
        told = tuple(_movement(one, items, slug) for one in changes[:most])
        return Told(told, len(changes))

    return Moved(
        contents.changes.earlier, of("rating"), of("crossed"), of("date"), of("new", "closed")
    )


'''+s[b:]
s=s.replace('''# Bad news first.
_ORDER = [Way.WORSE, Way.DROPPED, Way.BETTER, Way.FIRST, Way.SAME]
''','''LATER, EARLIER = "Later", "Earlier"
# Bad news first.
_ORDER = [Way.WORSE.value, LATER, Way.DROPPED.value, "", Way.BETTER.value, EARLIER]
_ORDER += [Way.FIRST.value, Way.SAME.value]
''')
s=s.replace('return "Later" if due > was else "Earlier"','return LATER if due > was else EARLIER')
Path("reporting/movements.py").write_text(s)
m=(C/"movements.html"); t=m.read_text()
t=t.replace("Takes: heading, items (of workstream,","Takes: heading, told (count, and items of workstream,")
t=t.replace("{% if items %} ({{ items|length }}){% endif %}","{% if told.count %} ({{ told.count }}){% endif %}").replace("{% if items %}","{% if told.items %}").replace("{% for one in items %}","{% for one in told.items %}")
m.write_text(t)
d=T/"reporting/dashboard.html"; t=d.read_text()
t=t.replace("items=it.moved.","told=it.moved.")
t=t.replace('''was closed." only %}{% endif %}
''','''was closed." only %}
    {% if it.moved.left_out %}<p class="app-screen"><a href="{{ links.all_moved }}">Show all {{ it.moved.count }} that moved</a></p>{% endif %}{% endif %}
''')
t=t.replace('''{% include "_components/red_actions.html" with items=it.red only %}{% else %}''','''{% include "_components/red_actions.html" with items=it.red only %}{% if it.red|length < it.red_count %}<p class="app-screen"><a href="{{ links.all_red }}">Show all {{ it.red_count }} red actions</a></p>{% endif %}{% else %}''')
t=t.replace('id="red">Red actions</h2>','id="red">Red actions{% if it.red_count %} ({{ it.red_count }}){% endif %}</h2>')
d.write_text(t)
p=Path("reporting/views/dashboard.py"); s=p.read_text()
s=s.replace('''        all_metrics=given.get("metrics") == "all",
''','''        all_metrics=given.get("metrics") == "all",
        all_moved=given.get("moved") == "all",
        all_red=given.get("red") == "all",
''')
a=s.index("    return {\n        \"all_months\""); b=s.index("def _without")
s=s[:a]+'''    whole = {
        f"all_{name}": f"?{urlencode(kept | {name: 'all'})}#{place}" for name, place in LISTS.items()
    }
    fewer = {
        f"fewer_{name}": f"?{urlencode(_without(kept, name))}#{place}"
        for name, place in LISTS.items()
    }
    return whole | fewer


'''+s[b:]
s=s.replace('''STRENGTHS = (''','''# What can be asked for whole, and where it stands on the page.
LISTS = {"months": "history", "metrics": "metrics", "moved": "moved", "red": "red"}
STRENGTHS = (''')
p.write_text(s)
m=(C/"history_filters.html"); t=m.read_text()
t=t.replace('''{% if asked.all_metrics %}<input type="hidden" name="metrics" value="all">{% endif %}''','')
m.write_text(t)

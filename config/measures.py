"""What is measured of every request, for Prometheus."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
REQUESTS = Counter("app_requests", "Requests answered.", ("method", "route", "status"))
SECONDS = Histogram(
    "app_request_seconds",
    "How long answers took to make.",
    ("route",),
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)


def measure(*, method: str, route: str, status: int, seconds: float) -> None:
    """Count a request and its time. A method nobody has heard of is counted as another."""
    known = method if method in METHODS else "other"
    REQUESTS.labels(known, route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)

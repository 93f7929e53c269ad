"""The proxy: whose word it takes, which key it reads, which hosts it asks."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.compose import wait_until
from tests.support.proxy import mirror, proxy_before, proxy_for, through

pytestmark = pytest.mark.slow

SOMEBODY = 10_777  # who put the key there, and is nobody in the container


@pytest.mark.parametrize(
    ("outer", "told"),
    [({}, "127.0.0.1"), ({"OUTER_PROXIES": "127.0.0.1/32"}, "203.0.113.9, 127.0.0.1")],
)
def test_a_visitor_s_address_is_taken_from_proxies_that_are_named_alone(
    tmp_path_factory, outer, told
):
    with mirror() as app, proxy_before(app.server_port, tmp_path_factory, **outer) as proxy:
        assert through(proxy, "/", **{"X-Forwarded-For": "203.0.113.9"}).text == told


def certificate_in(folder: Path) -> None:
    """Put a certificate for localhost into ``folder``, and a key that its owner alone may read."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1)
    ).add_extension(names, critical=False)
    signed = made.sign(key, hashes.SHA256())
    (folder / "site.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    kind = serialization.PrivateFormat.PKCS8
    (folder / "site.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, plain))
    for file in (*folder.iterdir(), folder):
        os.chown(file, SOMEBODY, SOMEBODY)
        file.chmod(0o700 if file == folder else 0o600)


def test_a_key_that_nobody_but_its_owner_may_read_is_read(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificates")
    proxy = proxy_for(tmp_path_factory.mktemp("proxy"), TLS="own", CERTIFICATES=str(folder))
    proxy.facts["cap_add"] = ["NET_BIND_SERVICE"]
    proxy.as_its_container()
    certificate_in(folder)
    without = proxy.run(proxy.command)
    assert without.returncode != 0
    assert "site.pem: permission denied" in without.stderr
    own = {"TLS": "own", "CERTIFICATES": str(folder), "as_its_container": True}
    with mirror() as app, proxy_before(app.server_port, tmp_path_factory, **own) as proxy:
        answer = through(proxy, "/", trusting=folder / "site.pem")
    assert answer.headers["X-Answered-By"] == app.name


def test_no_certificate_is_asked_of_anybody_whatever_the_setting_says(tmp_path):
    proxy = proxy_for(tmp_path, TLS="it@trust.example")
    answer = proxy.run(proxy.command)
    assert answer.returncode != 0
    assert "File to import not found: certificate_it@trust.example" in answer.stderr


def test_two_hosts_share_the_work_and_when_one_cannot_the_other_does_it(tmp_path_factory):
    with mirror() as one, mirror() as other:
        named = {"APPS": "named", "APP_HOSTS": f"{one.name} {other.name}"}
        with proxy_before("", tmp_path_factory, **named) as proxy:

            def who_answers() -> set[str]:
                answers = [through(proxy, "/") for _ in range(20)]
                assert {answer.status for answer in answers} == {200}
                return {answer.headers["X-Answered-By"] for answer in answers}

            assert who_answers() == {one.name, other.name}
            other.is_ready = False
            wait_until(lambda: who_answers() == {one.name}, "the one that is not ready is left out")
            other.is_ready = True
            wait_until(lambda: who_answers() == {one.name, other.name}, "it is asked again")
            one.stop()
            assert who_answers() == {other.name}

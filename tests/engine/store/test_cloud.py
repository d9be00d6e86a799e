"""The bucket over real HTTP: what is sent, what is found again, and what happens when the network or the service fails."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import google_crc32c
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from google.auth.credentials import Credentials, Scoped
from google.auth.exceptions import DefaultCredentialsError

from engine.contracts import Recipe
from engine.errors import HueprintError, PictureNotFoundError, StoreError, StoreUnavailableError
from engine.store.cloud import CloudStore
from engine.store.kinds import PNG
from engine.store.names import new_name
from tests.engine.store.bucket_proxy import BucketProxy
from tests.engine.store.conftest import BUCKET

Cloud = Callable[..., CloudStore]


def assert_fit_to_show(error: HueprintError) -> None:
    for secret in ("secret", BUCKET, "studio/", "http", "127.0.0.1", "Error", "Traceback", "ink", "ocean"):
        assert secret not in error.message
    assert error.message.endswith(".")


def test_keeps_picture_and_recipe_and_gives_them_back(cloud: Cloud, png: bytes, recipe: Recipe) -> None:
    store = cloud()
    kept = store.keep(png, recipe=recipe, extension="png")
    assert (kept.where, kept.bytes, kept.notice) == ("cloud", len(png), "")
    assert kept.sha256 == hashlib.sha256(png).hexdigest()
    assert store.open(kept.name) == png
    assert store.recipe(kept.name) == recipe
    assert kept.url is not None
    with urlopen(kept.url) as page:  # a browser can open it
        assert page.read() == png


@pytest.mark.parametrize(
    ("beginning", "kind"), [(b"\0\0\0\x20ftypisom", "video/mp4"), (b"\x1a\x45\xdf\xa3", "video/webm"), (b"GIF89a", "image/gif")]
)
def test_a_clip_is_kept_as_what_it_is(cloud: Cloud, proxy: BucketProxy, recipe: Recipe, beginning: bytes, kind: str) -> None:
    cloud().keep(beginning + bytes(64), recipe=recipe)
    assert proxy.uploads[-1].object_resource()["contentType"] == kind


def test_uploads_are_create_only_and_carry_checksum_type_and_cache_rules(
    cloud: Cloud, proxy: BucketProxy, png: bytes, recipe: Recipe
) -> None:
    kept = cloud().keep(png, recipe=recipe)
    sidecar, picture = proxy.uploads
    assert [upload.query["ifGenerationMatch"] for upload in (sidecar, picture)] == [["0"], ["0"]]
    assert [upload.object_resource()["name"] for upload in (sidecar, picture)] == [f"studio/{kept.name}.json", f"studio/{kept.name}"]
    sent = picture.object_resource()
    assert sent["contentType"] == "image/png"
    assert sent["cacheControl"] == "private, max-age=31536000, immutable"
    assert sent["crc32c"] == base64.b64encode(google_crc32c.value(png).to_bytes(4, "big")).decode()
    assert sent["metadata"] == {"sha256": kept.sha256}
    assert sidecar.object_resource()["contentType"] == "application/json"
    assert not any("predefinedAcl" in upload.query for upload in proxy.uploads)  # uniform bucket-level access refuses ACLs


def test_pictures_beyond_one_request_go_create_only_too(cloud: Cloud, proxy: BucketProxy, png: bytes, recipe: Recipe) -> None:
    large = png + bytes(9 * 2**20)  # the library changes to a resumable upload above 8 MiB
    store = cloud()
    kept = store.keep(large, recipe=recipe)
    opened = next(upload for upload in proxy.uploads if upload.query["uploadType"] == ["resumable"])
    assert opened.query["ifGenerationMatch"] == ["0"]
    assert opened.object_resource()["crc32c"]
    assert store.open(kept.name) == large
    assert store.keep(large, recipe=recipe, name=kept.name).name == kept.name
    with pytest.raises(StoreError):
        store.keep(large[:-1] + b"\1", recipe=recipe, name=kept.name)


@pytest.mark.parametrize("fault", [503, 429, 500, 408, "reset", "lost", "garbled"])
@pytest.mark.parametrize("on_picture", [False, True])
def test_passing_faults_are_ridden_out(
    cloud: Cloud, proxy: BucketProxy, png: bytes, recipe: Recipe, fault: int | str, on_picture: bool
) -> None:
    store = cloud()
    store.keep(png, recipe=recipe)
    proxy.seen.clear()
    proxy.faults = [0, fault] if on_picture else [fault, fault]
    kept = store.keep(png, recipe=recipe)
    assert proxy.faults == []
    assert len(proxy.uploads) >= 3
    assert store.open(kept.name) == png
    assert store.recipe(kept.name) == recipe
    assert len(store.recent()) == 2  # a repeated request made no second picture


def test_a_lost_answer_is_recognised_as_our_own_picture(cloud: Cloud, proxy: BucketProxy, png: bytes, recipe: Recipe) -> None:
    store = cloud()
    proxy.faults = [0, "lost"]
    kept = store.keep(png, recipe=recipe)
    looked_up = [request.path for request in proxy.seen if request.method == "GET"]
    assert any(kept.name in path for path in looked_up)  # after the 412 it asked whose object that is
    assert store.open(kept.name) == png


def test_a_foreign_object_under_the_name_is_never_overwritten(cloud: Cloud, png: bytes, recipe: Recipe) -> None:
    store = cloud()
    kept = store.keep(png, recipe=recipe)
    with pytest.raises(StoreError, match="new name") as raised:
        store.keep(png + b"other", recipe=recipe, name=kept.name)
    assert_fit_to_show(raised.value)
    assert store.open(kept.name) == png


@pytest.mark.parametrize("fault", [503, 429, "reset", "garbled"])
def test_a_lasting_fault_ends_at_the_deadline(cloud: Cloud, proxy: BucketProxy, png: bytes, recipe: Recipe, fault: int | str) -> None:
    proxy.refuse_all = fault
    for seconds in (1.0, 5.0, 25.0):  # on a busy machine the first request alone may take the shortest
        start = time.monotonic()
        proxy.seen.clear()
        with pytest.raises(StoreUnavailableError) as raised:
            cloud(deadline_seconds=seconds).keep(png, recipe=recipe)
        assert time.monotonic() - start < seconds + 30
        assert_fit_to_show(raised.value)
        if len(proxy.uploads) >= 2:
            break
    assert len(proxy.uploads) >= 2  # it did insist


def test_a_service_that_never_answers_is_given_up_at_the_deadline(cloud: Cloud, proxy: BucketProxy, png: bytes, recipe: Recipe) -> None:
    proxy.refuse_all, proxy.patience = "hang", 60.0
    start = time.monotonic()
    with pytest.raises(StoreUnavailableError) as raised:
        cloud(deadline_seconds=1.0).keep(png, recipe=recipe)
    assert time.monotonic() - start < 30
    assert_fit_to_show(raised.value)


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_refusals_are_not_repeated_and_say_what_to_do(cloud: Cloud, proxy: BucketProxy, png: bytes, recipe: Recipe, status: int) -> None:
    proxy.refuse_all = status
    with pytest.raises(StoreError) as raised:
        cloud().keep(png, recipe=recipe)
    assert not isinstance(raised.value, StoreUnavailableError)
    assert len(proxy.uploads) == 1
    assert_fit_to_show(raised.value)


def test_a_damaged_download_is_noticed(cloud: Cloud, proxy: BucketProxy, png: bytes, recipe: Recipe) -> None:
    store = cloud()
    kept = store.keep(png, recipe=recipe)
    proxy.faults = ["flipped"]
    assert store.open(kept.name) == png  # asked again, and then it came whole
    proxy.refuse_all = "flipped"
    with pytest.raises(StoreUnavailableError):
        cloud(deadline_seconds=1.0).open(kept.name)


def test_names_that_are_not_kept(cloud: Cloud, proxy: BucketProxy) -> None:
    store = cloud()
    with pytest.raises(PictureNotFoundError) as raised:
        store.open(new_name(PNG))
    assert_fit_to_show(raised.value)
    proxy.seen.clear()
    for odd in ("../../etc/passwd", "", "a/b.png", new_name(PNG) + "/../x", new_name(PNG).upper()):
        with pytest.raises(PictureNotFoundError):
            store.open(odd)
        with pytest.raises(PictureNotFoundError):
            store.link(odd)
    assert proxy.seen == []


def test_recent_lists_only_pictures_newest_first(cloud: Cloud, png: bytes, recipe: Recipe) -> None:
    store = cloud()
    names = [store.keep(png, recipe=recipe).name for _ in range(3)]
    cloud(prefix="elsewhere").keep(png, recipe=recipe)
    recent = store.recent(2)
    assert [kept.name for kept in recent] == names[:0:-1]
    assert recent[0].sha256 == hashlib.sha256(png).hexdigest()
    assert recent[0].bytes == len(png)


def test_ready_tells_reach_and_rights(cloud: Cloud, proxy: BucketProxy) -> None:
    assert cloud().ready() == ""
    assert proxy.seen[-1].query["permissions"] == ["storage.objects.create", "storage.objects.get"]
    proxy.refuse_all = 403
    assert "right" in cloud().ready()
    store = cloud()
    proxy.refuse_all = 503
    sentence = store.ready()
    assert "cannot be reached" in sentence
    asked = len(proxy.seen)
    assert store.ready() == sentence
    assert len(proxy.seen) == asked  # health checks do not hammer the service


def test_public_pictures_have_plain_links_and_shared_caching(
    cloud: Cloud, proxy: BucketProxy, endpoint: str, png: bytes, recipe: Recipe, key_file: Path
) -> None:
    kept = cloud(public=True, credentials_file=key_file).keep(png, recipe=recipe)
    assert kept.url == f"{endpoint}/{BUCKET}/studio/{kept.name}"
    assert proxy.uploads[-1].object_resource()["cacheControl"] == "public, max-age=31536000, immutable"


@pytest.fixture(scope="module")
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def key_file(tmp_path: Path, private_key: rsa.RSAPrivateKey, endpoint: str) -> Path:
    """A service account's key, made for this test, whose tokens come from the proxy."""
    pem = private_key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()
    account = {
        "type": "service_account",
        "project_id": "throwaway",
        "private_key_id": "1",
        "private_key": pem,
        "client_email": "painter@throwaway.iam.gserviceaccount.com",
        "token_uri": f"{endpoint}/token",
    }
    file = tmp_path / "credentials.json"
    file.write_text(json.dumps(account))
    return file


def test_private_pictures_get_v4_signed_links(
    cloud: Cloud, endpoint: str, key_file: Path, private_key: rsa.RSAPrivateKey, proxy: BucketProxy, png: bytes, recipe: Recipe
) -> None:
    store = cloud(credentials_file=key_file, signed_url_minutes=15)
    kept = store.keep(png, recipe=recipe)
    assert all(upload.headers["authorization"] == "Bearer throwaway" for upload in proxy.uploads)
    assert kept.url is not None
    parts = urlsplit(kept.url)
    query = {key: value for key, (value,) in parse_qs(parts.query).items()}
    assert parts.path == f"/{BUCKET}/studio/{kept.name}"
    assert query["X-Goog-Algorithm"] == "GOOG4-RSA-SHA256"
    assert query["X-Goog-Expires"] == "900"
    assert query["X-Goog-Credential"].startswith("painter@throwaway.iam.gserviceaccount.com/")
    with urlopen(kept.url) as page:
        assert page.read() == png
    # https://cloud.google.com/storage/docs/authentication/canonical-requests
    unsigned = parts.query.rpartition("&X-Goog-Signature=")[0]
    request = f"GET\n{parts.path}\n{unsigned}\nhost:{parts.netloc}\n\nhost\nUNSIGNED-PAYLOAD"
    scope = query["X-Goog-Credential"].partition("/")[2]
    to_sign = f"GOOG4-RSA-SHA256\n{query['X-Goog-Date']}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = bytes.fromhex(query["X-Goog-Signature"])
    private_key.public_key().verify(signature, to_sign.encode(), padding.PKCS1v15(), SHA256())


def test_a_broken_key_file_is_told_without_its_path_or_content(cloud: Cloud, tmp_path: Path, png: bytes, recipe: Recipe) -> None:
    file = tmp_path / "secret-place.json"
    whole = {"type": "service_account", "client_email": "secret", "token_uri": "http://secret", "private_key": "secret"}
    for content in ("not json: secret", "[]", '"secret"', "null", '{"private_key": "secret"}', json.dumps(whole)):
        file.write_text(content)
        for where in ({"credentials_file": file}, {"credentials_json": content}):
            with pytest.raises(StoreError, match="key") as raised:
                cloud(**where).keep(png, recipe=recipe)
            assert_fit_to_show(raised.value)


def test_a_key_may_be_given_as_text(cloud: Cloud, proxy: BucketProxy, key_file: Path, png: bytes, recipe: Recipe) -> None:
    kept = cloud(credentials_json=key_file.read_text(), credentials_file="nowhere").keep(png, recipe=recipe)
    assert "X-Goog-Signature" in (kept.url or "")
    assert proxy.uploads[-1].headers["authorization"] == "Bearer throwaway"


def test_without_a_key_an_emulator_named_by_the_environment_is_used(
    monkeypatch: pytest.MonkeyPatch, proxy: BucketProxy, endpoint: str, png: bytes, recipe: Recipe
) -> None:
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", endpoint)
    kept = CloudStore(BUCKET, credentials_file="nowhere/credentials.json").keep(png, recipe=recipe)
    assert kept.url == f"{endpoint}/{BUCKET}/{kept.name}"
    assert len(proxy.uploads) == 2


def test_without_any_credentials_that_is_said(monkeypatch: pytest.MonkeyPatch, png: bytes, recipe: Recipe) -> None:
    def find_nothing(*_: object, **__: object) -> NoReturn:
        raise DefaultCredentialsError("secret details")

    monkeypatch.setattr("google.auth.default", find_nothing)
    with pytest.raises(StoreError, match="GOOGLE_APPLICATION_CREDENTIALS") as raised:
        CloudStore(BUCKET).keep(png, recipe=recipe)
    assert_fit_to_show(raised.value)


class MachineCredentials(Credentials, Scoped):
    """What Google's own machines have: tokens, and the name of an account, but no key."""

    def __init__(self, scopes: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._scopes = scopes
        self.service_account_email = "default"

    @property
    def requires_scopes(self) -> bool:
        return not self._scopes

    def with_scopes(self, scopes: tuple[str, ...], default_scopes: object = None) -> MachineCredentials:
        return MachineCredentials(tuple(scopes))

    def refresh(self, request: object) -> None:
        self.token = f"token for {' '.join(self._scopes)}"
        self.service_account_email = "machine@cloud.iam.gserviceaccount.com"


def test_on_a_machine_without_a_key_the_iam_service_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []

    class IamService:
        """Stands in for HTTPS to iamcredentials.googleapis.com."""

        status = 200
        data = json.dumps({"signedBlob": base64.b64encode(b"signed by google").decode()}).encode()

        def __call__(self, **request: Any) -> IamService:
            asked.append(request)
            return self

    monkeypatch.setattr("google.auth.default", lambda *_, **__: (MachineCredentials(), None))
    monkeypatch.setattr("google.cloud.storage._signing.requests.Request", IamService)
    link = CloudStore(BUCKET).link(new_name(PNG))
    (request,) = asked
    assert request["url"].endswith("/serviceAccounts/machine@cloud.iam.gserviceaccount.com:signBlob?alt=json")
    assert request["headers"]["Authorization"] == "Bearer token for https://www.googleapis.com/auth/cloud-platform"
    assert parse_qs(urlsplit(link).query)["X-Goog-Signature"] == [b"signed by google".hex()]


def test_credentials_that_cannot_sign_keep_the_picture_and_say_so(
    monkeypatch: pytest.MonkeyPatch, cloud: Cloud, png: bytes, recipe: Recipe
) -> None:
    class PersonalCredentials(MachineCredentials):
        def with_scopes(self, scopes: tuple[str, ...], default_scopes: object = None) -> PersonalCredentials:
            return self

        def refresh(self, request: object) -> None:
            self.token, self.service_account_email = "token", ""

    monkeypatch.setattr("google.cloud.storage.client.AnonymousCredentials", PersonalCredentials)
    store = cloud()
    kept = store.keep(png, recipe=recipe)
    assert (kept.where, kept.url) == ("cloud", None)
    assert "cannot sign" in kept.notice
    assert store.open(kept.name) == png


@pytest.mark.parametrize("bucket", ["", "gs://mine", "Mine", "a", "mine/folder", "mine?x"])
def test_bucket_names_that_cannot_be_are_refused_at_once(bucket: str) -> None:
    with pytest.raises(StoreError):
        CloudStore(bucket)


def test_prefixes_and_link_lives_that_cannot_be_are_refused_at_once() -> None:
    for prefix in ("../up", "a/../b", "sp ace", "new\nline", "q?x"):
        with pytest.raises(StoreError):
            CloudStore(BUCKET, prefix=prefix)
    for minutes in (0, -5, 7 * 24 * 60 + 1):
        with pytest.raises(StoreError):
            CloudStore(BUCKET, signed_url_minutes=minutes)

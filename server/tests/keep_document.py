"""Puts a file into the cache of rocrate-validator as the document at an address, so that the
validator needs no network: keep_document.py CACHE ADDRESS FILE."""

import io
import sys

from requests.adapters import HTTPAdapter
from requests_cache import CachedSession
from urllib3 import HTTPResponse


class FromFile(HTTPAdapter):
    """Answers every request with the bytes of one file."""

    def __init__(self, path):
        super().__init__()
        with open(path, "rb") as file:
            self.document = file.read()

    def send(self, request, **_options):
        answer = HTTPResponse(
            body=io.BytesIO(self.document),
            headers={"Content-Type": "application/ld+json"},
            status=200,
            preload_content=False,
            request_method=request.method,
            request_url=request.url,
        )
        return self.build_response(request, answer)


def main():
    cache, address, path = sys.argv[1:]
    with CachedSession(cache_name=cache, backend="sqlite", expire_after=-1) as session:
        session.mount("https://", FromFile(path))
        session.get(address).raise_for_status()


if __name__ == "__main__":
    main()

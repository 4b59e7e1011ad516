"""Keys and token for schemathesis: each request is a piece of work of its own, which no schema can say, and a request that
is to lack its token must really lack it, so the token is not a header of all.

Without the keys every second request under a remembered one is refused, as it must be."""

import os
import re
import uuid

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    key = (case.headers or {}).get("Idempotency-Key")
    # What was made unfit on purpose stays unfit.
    if isinstance(key, str) and re.fullmatch(r"[!-~]{1,200}", key):
        case.headers["Idempotency-Key"] = f"{key}.{uuid.uuid4()}"


@schemathesis.auth()
class Bearer:
    def get(self, case, context):
        return os.environ["SARAI_TOKEN"]

    def set(self, case, data, context):
        case.headers["Authorization"] = f"Bearer {data}"

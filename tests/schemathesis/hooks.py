"""Keys for schemathesis: each request is a piece of work of its own, which no schema can say.

Without this every second request under a remembered key is refused, as it must be."""

import re
import uuid

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    key = (case.headers or {}).get("Idempotency-Key")
    # What was made unfit on purpose stays unfit.
    if isinstance(key, str) and re.fullmatch(r"[!-~]{1,200}", key):
        case.headers["Idempotency-Key"] = f"{key}.{uuid.uuid4()}"

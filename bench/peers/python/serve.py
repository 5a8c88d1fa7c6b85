"""Makes this process a subject; the protocol is that of bench/harness/serve.mjs."""

import json
import sys
import traceback


def serve(calls):
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"value": calls[request["call"]](**request["args"])}
        except Exception:
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer), flush=True)

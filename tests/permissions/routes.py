"""Which role a route asks for at least, by hand. A route that is not here fails the test.

`sales` routes answer everybody who is signed in, each with the rows that the wall leaves them.
"""

from typing import Final

from crm.accounts.rules import Least

ROUTES: Final[dict[tuple[str, str], Least]] = {
    ("POST", "/api/v1/auth/refresh"): "anyone",
    ("POST", "/api/v1/auth/sign-out"): "anyone",
    ("POST", "/api/v1/auth/token"): "anyone",
    ("GET", "/api/v1/clients"): "sales",
    ("GET", "/api/v1/clients/{client_id}"): "sales",
    ("PATCH", "/api/v1/clients/{client_id}"): "sales",
    ("PUT", "/api/v1/clients/{client_id}/owner"): "supervisor",
    ("GET", "/api/v1/dashboard"): "sales",
    ("GET", "/api/v1/families"): "sales",
    ("GET", "/api/v1/goals"): "sales",
    ("POST", "/api/v1/goals"): "supervisor",
    ("POST", "/api/v1/goals/{goal_id}/redo"): "supervisor",
    ("POST", "/api/v1/goals/{goal_id}/repeat"): "supervisor",
    ("POST", "/api/v1/goals/{goal_id}/repeat/all"): "supervisor",
    ("POST", "/api/v1/goals/{goal_id}/repeat/all/preview"): "supervisor",
    ("POST", "/api/v1/goals/{goal_id}/repeat/preview"): "supervisor",
    ("GET", "/api/v1/goals/{goal_id}/targets"): "sales",
    ("PUT", "/api/v1/goals/{goal_id}/targets"): "supervisor",
    ("GET", "/api/v1/goals/{goal_id}/targets.csv"): "sales",
    ("PUT", "/api/v1/goals/{goal_id}/total"): "supervisor",
    ("POST", "/api/v1/goals/{goal_id}/undo"): "supervisor",
    ("POST", "/api/v1/imports"): "supervisor",
    ("GET", "/api/v1/imports"): "supervisor",
    ("GET", "/api/v1/imports/{import_id}"): "supervisor",
    ("POST", "/api/v1/imports/{import_id}/cancel"): "supervisor",
    ("POST", "/api/v1/imports/{import_id}/mapping"): "supervisor",
    ("GET", "/api/v1/imports/{import_id}/original"): "supervisor",
    ("GET", "/api/v1/imports/{import_id}/refusals"): "supervisor",
    ("GET", "/api/v1/imports/{import_id}/refusals.csv"): "supervisor",
    ("POST", "/api/v1/imports/{import_id}/undo"): "supervisor",
    ("GET", "/api/v1/me"): "signed_in",
    ("PATCH", "/api/v1/me"): "signed_in",
    ("PUT", "/api/v1/months/{month}/closed"): "supervisor",
    ("DELETE", "/api/v1/months/{month}/closed"): "supervisor",
    ("GET", "/api/v1/owners/proposal"): "supervisor",
    ("POST", "/api/v1/owners/proposal"): "supervisor",
    ("POST", "/api/v1/owners/acts/{act_id}/undo"): "supervisor",
    ("GET", "/api/v1/sales/lines"): "sales",
    ("GET", "/api/v1/sales/lines.csv"): "sales",
    ("GET", "/api/v1/jobs/runs"): "supervisor",
    ("GET", "/api/v1/sellers"): "sales",
    ("PUT", "/api/v1/sellers/{seller_id}/user"): "supervisor",
}

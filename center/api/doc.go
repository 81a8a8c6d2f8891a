// Package api (接口) is everything the pages do, as JSON under /api/v1, for programs: the same
// charts, the same forms, the same policy and the same door, Office.Move.
//
// Who calls shows a key of an account ("Authorization: Bearer zbk_…"), limited to acts that the
// account may do; cookies are not looked at. A move needs Idempotency-Key, so that a call that
// is repeated acts once, and on a case If-Match with the version that the caller saw. Refusals
// are application/problem+json. The description, OpenAPI 3.1, is made from the charts.
//
// What is no move is described beside its page, in the package of the page (internal/web/rest), and
// served here; its writes want an Idempotency-Key, too.
package api

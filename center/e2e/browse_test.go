package e2e

import "context"

// ctxt is a context that leads to a browser.
type ctxt = context.Context

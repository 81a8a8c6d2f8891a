package openid

// Reachable is for tests.
var Reachable = reachable

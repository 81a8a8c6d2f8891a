// Package openid (统一身份认证) lets people sign in with an account that somebody else keeps, through
// OpenID Connect: the authorization code with PKCE, nothing else. A provider says who somebody is
// there; which account that is here its owner decides, signed in, and nobody gets a right from it.
package openid

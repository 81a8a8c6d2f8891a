// Package identity (身份鉴别) is who signs in: accounts with argon2id passwords, a second factor,
// lockout, sessions that live on the server and can be revoked, one-time tokens, API keys, and
// a chained audit of everything that administers them. There is no default password and no
// account that may do everything.
//
// GB/T 22239-2019 8.1.4.1; the three administrators exclude each other by a constraint of the
// database and here.
package identity

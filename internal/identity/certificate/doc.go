// Package certificate (数字证书) signs people in with the certificate of a key that they hold, such as a
// USB key with an SM2 certificate (GB/T 39786-2021): after the password, or alone where the center says that
// the keys of an authority ask their holder for a code. The center shows a text that nobody could have
// foreseen, the tool of the key signs it, and certificate and signature come back by paste or as files.
package certificate

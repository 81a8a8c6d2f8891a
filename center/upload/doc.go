// Package upload (分片上传) keeps files that are sent before the form, or the call, to which they
// belong: in pieces of 8 MB, so that a broken connection costs one piece at most, for the
// account that sends them and nobody else, and for a day.
//
// What lies on the disk is ciphertext. Each file has a key of its own, made from a random
// secret that is sealed under the key of the center; with the row the secret is gone, and
// nothing opens the pieces again.
package upload

// Package merkle is the append-only tree of RFC 6962 (Certificate Transparency, section 2.1): a row of
// entries with one digest over all of them, from which short proofs show that an entry stands in the
// row, and that a longer row begins with a shorter one, entry by entry.
//
// A row is kept as the digests of its complete subtrees, each by its height and its place among those
// of the same height, and never changed. Whoever holds the digest of a row (a root) can check proofs
// with nothing else at hand. The digest is SM3 (GB/T 32905) or SHA-256, by name.
package merkle

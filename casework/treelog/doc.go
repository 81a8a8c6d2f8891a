// Package treelog is the log of a center (存证日志): every event of a case, every entry of the audit and
// every issued paper as an entry of one append-only Merkle tree, with a signed head.
//
// A chain of hashes shows that something inside it was changed. It does not show that its end was cut
// off, that a whole case is gone, or that somebody computed everything anew with this program. The head
// of the log does, as soon as it is known outside: printed on the daily sheet, kept by a party with a
// proof, sent to the province. Whoever has an earlier head can ask whether today's log begins with it,
// entry by entry; whoever has a paper and its proof can check, with no database and no network, that the
// paper stood in the log when the head was signed.
//
// Entries say where something stands and what its digest is, never what it says. A paper is entered by
// its number and the digest of its content, which stand on the paper itself.
//
// The log is written a moment after the fact, by a job: what happened in the last minute may not be in
// it. That an event never came into the log is found by Verify.
//
// Tree: RFC 6962; digest: SM3 (GB/T 32905) and signature of a head: SM2 (GB/T 32918.2), or SHA-256 and Ed25519
// (RFC 8032), as the center chose at its first start. A log goes on as it began, and each head names its
// function.
package treelog

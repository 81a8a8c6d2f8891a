// Package contingency (应急收件) takes packages while the center itself is down: a small process with a
// folder and a key pair of its own, and no database. What it answers with is a signed receipt of time,
// size and digests, and it answers only when the package and the receipt are on the disk. Its key is not
// that of the center: whoever steals the host cannot sign as the center, and the center takes from it only
// what is signed with a key whose fingerprint it registered.
//
// Notice 3.3.
package contingency

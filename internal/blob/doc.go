// Package blob keeps the files of the cases (案卷文件存储), encrypted, in a folder.
//
// A file lies under an address made with the key of its case from its content and its place,
// so that the folder shows neither what two cases have in common nor what anything is. What
// is written, temporary files included, is ciphertext only:
//
//	header   "ZHIBAO1\n", algorithm, 32 random bytes; from these and the case key, a key of its own
//	frames   64 KiB of text each, the last one shorter, each with its number in the nonce
//	trailer  SHA-256 and length of the text, sealed, with a nonce that no frame has
//
// A file that was cut, extended, changed, exchanged for another or put together from two does
// not open, or fails at the frame that was changed, before a byte of it is handed out.
package blob

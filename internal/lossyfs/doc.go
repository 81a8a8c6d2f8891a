// Package lossyfs is a file system for tests that behaves as a disk does whose power is cut: what was
// not synchronised may be gone, by sectors of 512 bytes and by entries of folders. It also fails on
// request: a synchronisation, the n-th operation, a bit on reading, no more space.
//
// It lives in memory in a process of its own and is mounted with FUSE, so that the program under test
// sees nothing but a folder. Only tests may use it; it is on Linux only and needs root or /dev/fuse.
package lossyfs

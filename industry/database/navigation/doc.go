// Package navigation (专利导航) is where a center keeps the tree of its industry and carries out
// navigation projects after GB/T 39551-2020: branches of technology with their classes, words and
// firms; sets of data that are frozen at a moment with the queries that made them, cleaned of noise,
// tagged and compared; findings with the figures they rest on, and who uses them for what. The search
// of the center counts, lists and draws, so that there is one mechanism for all of it.
//
// A project is kept in a register with its phases and their history, not in a procedure of the kernel:
// nobody files it, no term of law runs, nothing in it is decided against anybody.
//
// It stands below the patents database, whose search it drives; a procedure beside it could not.
//
// Notice 1.4.1, 4.1.
package navigation

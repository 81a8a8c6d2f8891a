// Package casework (办案) is the kernel: what all procedures share. A case is a file that moves
// through the states of a chart; every move is made by someone, at a time, by a typed input,
// with a legal basis, and is never undone. Office.Move is the only door through which a state
// changes: it checks actor, state, role, gates and input, runs the move's own function, appends
// an event to the case's hash chain, and recomputes the clocks, all in one transaction.
//
// No procedure is named here. A procedure brings a Chart; the program lists the charts in
// package center.
package casework

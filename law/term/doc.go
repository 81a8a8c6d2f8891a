// Package term (期限) computes deadlines: which day a period ends that starts on a given day,
// under which law's way of counting, with pauses and extensions, and why. It is pure; a
// result explains itself row by row, and the rows alone give the same date again.
//
// The clocks of every clause of the notice (above all 3.3, 十日、一个月) are counted here.
package term

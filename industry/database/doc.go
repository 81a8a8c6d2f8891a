// Package database (专利台账) is the center's own ledger of patents: what is known of each number with
// its source and the state of the data, and every legal event of it by date. Nothing is overwritten. How
// a patent stood on a day is computed from the events, and of a number that is not in the ledger it says
// just that: a status is never guessed.
//
// Notice 1.1.1 and 1.4.1.
package database

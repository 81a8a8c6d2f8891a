// Package housetest holds the rules of the house (工程规约): how long a function may be, what a
// package must say about itself, where the time of day may be read, how tables are named.
//
// The rules are ordinary checks over the source tree that run with go test, so that nobody has
// to remember them. Which package may import which is not decided here but in the center, which
// knows the procedures; the loader of this package serves that test too.
package housetest

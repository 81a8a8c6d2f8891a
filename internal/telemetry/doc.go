// Package telemetry counts and times what the program does (指标与调用链): for an operator's monitoring,
// never about a case or a person.
//
// What is named in it comes from the program's text alone: kinds of work, modules, moves, kinds of jobs.
// A name that does not look like one of those is not taken over, and each kind has a bound on how many
// names it may have, so that a mistake in the program can neither leak content nor fill the memory.
package telemetry

// Package outage (系统中断) guards the terms of the parties when filing was not possible: the center
// measures by writes of its own that it can take one, a gap becomes a record by itself, and a director
// decides which terms ending on that day are moved and on which basis. Planned maintenance is announced
// in time or refused. Whether an outage moves a date of the law is for the law to say: the program
// prepares the decision and never makes it.
//
// Notice 3.3.
package outage

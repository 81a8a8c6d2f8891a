// Package mutual (三员相互制约) is how the three administrators watch each other: what one of them does waits for one of
// the others to look at it, and what nobody looks at in time is said to all three and in the audit.
//
// GB/T 22239-2019 8.1.5; the days are a matter of the center.
package mutual

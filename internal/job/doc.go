// Package job does work that must happen later, or outside the transaction that asks for it
// (后台任务): reminders, deliveries, nightly reports. It holds no deadline: a clock of a case is
// computed from its events, and losing every job loses none.
//
// A job is written in the transaction of the case, so it exists exactly if the case changed.
//
//	waiting ──claim──▶ leased ──effect committed──▶ gone
//	   ▲                 │
//	   ├── error: later ─┤── too often, or Permanent ──▶ failed ──Retry──▶ waiting
//	   └── lease ended ──┘
//
// Several processes may run jobs of one database. A process that claims a job holds it under
// a lease and prolongs the lease while it works. What a handler changes in the database is
// committed together with the end of the job and only under its own lease, so that a process
// that was believed dead and comes back changes nothing: the effect happens exactly once. What
// a handler does outside, such as sending a mail, may happen twice after a crash; it carries
// Job.ID so that the other side can tell.
package job

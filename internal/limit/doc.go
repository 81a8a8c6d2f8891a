// Package limit counts tries (频率限制与登录锁定): how often somebody may do something, and how
// often somebody may be wrong. Both counts survive a restart.
//
// A rate (Rule) is for requests of all sorts. It is counted in memory and written down every
// few seconds: a process that is killed forgets the last few seconds and nothing more.
//
// A lockout (Lockout) is for passwords, codes and receipts, where each single guess counts. A
// try is written down before the secret is compared, so that neither many guesses at once nor
// pulling the plug gives one more.
//
// Keys, such as accounts and addresses, are stored as keyed hashes.
package limit

// Package recorded (历次版本的数据) keeps a small center of every released version, as that version left
// it, and holds this version to it: its database is upgraded from wherever a kill left it, its cases are
// replayed from their events and must come to the same states, dates and papers, and the version before
// must go on with what this one only added to. It has tests alone.
//
// A version is a folder of testdata: center.zip has the database, the root key and the time at which it
// ended; cases.json says what its cases were to the program that made it, and is never written again.
// Before a release, and whenever a chart changed, one command makes both:
//
//	go test ./center/simulation -run TestKeep -update && go test ./center/recorded -run TestReplay -update
package recorded

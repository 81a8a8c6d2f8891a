// Package beside (与办案同时进行的) is what a program does while people work with it and a campaign kills it:
// messages that go out, documents that are imported, tables that a next version changes. Each says afterwards
// what was lost, came twice or was done by half.
package beside

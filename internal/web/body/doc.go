// Package body (收件) takes in what is sent with a request in bounded memory. Small files stay in memory;
// what is larger lies encrypted in a file without a name, under a key that is stored nowhere: when the
// request or the program ends, nothing can be read of it any more. A Gate says how many may do something
// that is heavy at once; who has waited too long is told when to come back.
package body

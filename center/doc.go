// Package center puts the program together: the explicit list of procedures in the order of the
// notice, what crosses between them, the pages, the API and the background work. It is the only
// package that knows every procedure; nothing but cmd imports it.
package center

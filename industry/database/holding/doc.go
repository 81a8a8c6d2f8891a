// Package holding (文献库) keeps the published patent documents of the industry for one center: one
// record for each publication, whatever sources told of it, with its legal events, citations and
// families, and every earlier state of it. The index for searching is fed from its changes and can be
// rebuilt from it at any time. How a patent of a case stands is said by the ledger, not here.
//
// Notice 1.4.1.
package holding

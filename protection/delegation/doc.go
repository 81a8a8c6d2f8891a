// Package delegation (执法委托) keeps by what right the center acts for an enforcement authority: the
// written entrustment with its scope, acts, officers and days, its publication by both sides, its
// renewal, its revocation and its end. Other procedures ask its gate before every act in the name
// of an authority, and print on their papers the chain that it returns.
//
// What is entrusted cannot be entrusted on, so an entrustment names no other body than the center.
//
// Notice 1.1.1. Domain: WT, 行政处罚法第二十条、第二十一条.
package delegation

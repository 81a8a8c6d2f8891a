// Package e2e (全流程验收) tries the whole program from outside, as its users meet it: journeys in
// a real browser with scripts, without scripts and on a telephone; every route for every role;
// secret text searched for in everything that is left on the disk; two people at once.
//
// It has tests alone. What takes at most ten seconds runs in every test run; ZHIBAO_E2E=journeys runs
// every journey in one variant, as .ci/run does; ZHIBAO_E2E=full runs all variants and looks at every
// page with the accessibility checker in both languages.
package e2e

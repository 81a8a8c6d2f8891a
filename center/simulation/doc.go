// Package simulation (全程模拟) is the whole engine in one process under one seed: every procedure of the
// center, its jobs, its messages and a clock that jumps. Chance makes moves, permitted ones and others,
// and after each step everything that must always hold is looked at anew. It has tests
// alone. A seed repeats what chance draws; the keys of a world are new each time, and with them the few
// things that the program itself draws by them.
package simulation

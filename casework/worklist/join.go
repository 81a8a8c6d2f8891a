package worklist

// Join makes one of several hooks: those of a procedure, and what packages of the kernel add, such as
// the evidence and the hearings of a case.
func Join(first Hooks, more ...Hooks) Hooks {
	for _, h := range more {
		first = first.With(h)
	}
	return first
}

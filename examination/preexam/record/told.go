package record

// Inner reports whether it is for the center's people alone: it tells of somebody else's case and was
// not notified.
func (f *DeskFinding) Inner() bool { return f.Finding.Inside != "" && f.Notified == 0 }

// Told returns the findings that a party may read.
func Told(fs []*DeskFinding) (out []*DeskFinding) {
	for _, f := range fs {
		if f.Inner() {
			continue
		}
		if f.Finding.Inside != "" {
			copied := *f
			copied.Finding.Inside = ""
			f = &copied
		}
		out = append(out, f)
	}
	return out
}

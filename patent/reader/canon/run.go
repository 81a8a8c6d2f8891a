package canon

import "zhibao/patent"

// Append adds the words, spans and marks of another run.
func (r *Run) Append(o *Run) {
	words := o.Words()
	if words == "" {
		for _, m := range o.marks {
			r.Mark(m.Kind, m.ID, m.File)
		}
		return
	}
	r.verbatim(words)
	base := r.sb.Len() - len(words)
	for _, s := range o.spans {
		r.spans = append(r.spans, patent.Span{Raised: s.Raised, Start: base + s.Start, End: base + s.End})
	}
	for _, m := range o.marks {
		m.At += base
		r.marks = append(r.marks, m)
	}
}

// verbatim writes words that are canonical already.
func (r *Run) verbatim(words string) {
	for _, c := range words {
		r.flush(c)
		break
	}
	r.sb.WriteString(words)
	for _, c := range words[max(0, len(words)-4):] {
		r.last = c
	}
}

// Split cuts the run at its line feeds.
func (r *Run) Split() []*Run {
	words := r.Words()
	var out []*Run
	start := 0
	for i := 0; i <= len(words); i++ {
		if i < len(words) && words[i] != '\n' {
			continue
		}
		out = append(out, r.between(start, i))
		start = i + 1
	}
	return out
}

// between copies bytes [start, end) with what lies in them.
func (r *Run) between(start, end int) *Run {
	n := NewRun(r.wrapped)
	n.verbatim(r.Words()[start:end])
	for _, s := range r.spans {
		if s.Start < end && s.End > start {
			n.spans = append(n.spans, patent.Span{Raised: s.Raised, Start: max(s.Start, start) - start, End: min(s.End, end) - start})
		}
	}
	for _, m := range r.marks {
		if m.At >= start && m.At <= end {
			m.At -= start
			n.marks = append(n.marks, m)
		}
	}
	return n
}

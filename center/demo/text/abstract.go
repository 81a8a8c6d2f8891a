package text

import "strings"

// abstractLimit is kept well below the 300 characters that are allowed.
const abstractLimit = 285

// abstract names title, field and problem, gives the core with its signs, and says what it is
// good for. Clauses are left out from the end until it is short enough.
func (w *writer) abstract() {
	title := strings.TrimPrefix(w.app.Title, "一种")
	open := w.frame("abs-open", "{T}", title)
	problem, _, _ := strings.Cut(w.problem, "，")
	open = strings.TrimSuffix(open, "。") + "。" + w.frame("abs-problem", "{B}", problem)
	end := w.frame("abs-close")
	body := w.app.Claims[0].Body
	sep := "；"
	if !strings.Contains(body, sep) {
		sep = "，"
	}
	clauses := strings.Split(body, sep)
	room := func() int { return abstractLimit - length(open+strings.Join(clauses, sep)+end) - 1 }
	if room() < 0 {
		end = strings.Replace(end, w.effect, strings.Split(w.effect, "，")[0], 1)
	}
	// A process loses its sense without its last step, so its steps are named instead of cut.
	if room() < 0 && w.isProcess() {
		clauses = []string{w.inShort()}
	}
	for len(clauses) > 1 && room() < 0 {
		clauses = clauses[:len(clauses)-1]
	}
	w.app.Abstract = open + strings.Join(clauses, sep) + "。" + end
}

// inShort names the steps and tells only the last one in full.
func (w *writer) inShort() string {
	var names []string
	for _, s := range w.steps {
		names = append(names, s.name)
	}
	last := w.steps[len(w.steps)-1]
	return "依次进行" + list(names, "和") + "，其中，" + last.name + "时" + strings.ReplaceAll(last.text, "~", "")
}

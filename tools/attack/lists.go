package main

import (
	"fmt"
	"html"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

// lists writes the requests of each part in the form that sqlmap reads.
func (r *relay) lists(folder, at string) error {
	for k := range r.parts {
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("part-%d.log", k)), []byte(r.list(r.part(k), at)), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func (r *relay) list(some []int, at string) string {
	var b strings.Builder
	for _, i := range some {
		t := r.targets[i]
		rule := strings.Repeat("=", 54)
		fmt.Fprintf(&b, "%s\n10:00:00  %s\n%s\n%s %s HTTP/1.1\nHost: %s\n", rule, at, rule, t.route.Method, t.address(i), strings.TrimPrefix(at, "http://"))
		if t.route.Method == http.MethodPost {
			fmt.Fprintf(&b, "Content-Type: application/x-www-form-urlencoded\n\n%s\n", t.body().Encode())
		} else {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s\n", rule)
	}
	return b.String()
}

// rest are the targets that a scanner has not tried: it loses some of a long page.
func (r *relay) rest(scanner string) (out []int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.targets {
		if r.sent[scanner][i] == 0 {
			out = append(out, i)
		}
	}
	return out
}

// index is a page with a link or a form for each target.
func (r *relay) index(w http.ResponseWriter, some []int) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, "<!DOCTYPE html><html><body>\n")
	for _, i := range some {
		t := r.targets[i]
		to := html.EscapeString(t.address(i))
		if t.route.Method == http.MethodGet {
			fmt.Fprintf(w, "<a href=\"%s\">%d</a>\n", to, i)
			continue
		}
		fmt.Fprintf(w, "<form method=\"post\" action=\"%s\">", to)
		for _, p := range t.params {
			if p.where == "body" {
				fmt.Fprintf(w, "<input type=\"hidden\" name=\"%s\" value=\"%s\">", html.EscapeString(p.name), html.EscapeString(p.value))
			}
		}
		fmt.Fprint(w, "<button>x</button></form>\n")
	}
	fmt.Fprint(w, "</body></html>\n")
}

package main

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// A sight is an address of a route that somebody was led to, with the form that leads there.
type sight struct {
	who   *person
	url   *url.URL
	form  *postForm
	label string // what tells it from others of its route: the step
}

// A walk knows the routes and what was seen of them.
type walk struct {
	relay  *relay
	mux    *http.ServeMux
	routes map[string]*route // by "METHOD /pattern"
	seen   map[string][]sight
	asked  map[string]url.Values // parameters of a page with a value each
	values map[string][]string   // values of the parts of addresses, by what stands before them and by name
}

func newWalk(r *relay, list []route) *walk {
	w := &walk{relay: r, mux: http.NewServeMux(), routes: map[string]*route{}, seen: map[string][]sight{}, asked: map[string]url.Values{}, values: map[string][]string{}}
	for i := range list {
		x := &list[i]
		w.routes[x.Method+" "+x.Pattern] = x
		w.mux.HandleFunc(x.Method+" "+x.Pattern, func(http.ResponseWriter, *http.Request) {})
	}
	return w
}

// find is the route of an address, empty where there is none.
func (w *walk) find(method string, u *url.URL) string {
	_, pattern := w.mux.Handler(&http.Request{Method: method, URL: &url.URL{Path: u.Path}, Host: "x"})
	if _, ok := w.routes[pattern]; !ok {
		return ""
	}
	return pattern
}

// parts are the values of a pattern's parts in an address.
func parts(pattern, path string) (names, values []string) {
	ps, vs := strings.Split(pattern, "/"), strings.Split(path, "/")
	for i, p := range ps {
		if !strings.HasPrefix(p, "{") || p == "{$}" || i >= len(vs) {
			continue
		}
		v := vs[i]
		if strings.HasSuffix(p, "...}") {
			v = strings.Join(vs[i:], "/")
		}
		names, values = append(names, strings.Trim(p, "{}.")), append(values, v)
	}
	return names, values
}

// note keeps an address of a route; the first of each step, for each person.
func (w *walk) note(who *person, method string, u *url.URL, f *postForm) string {
	kind, pattern, label := w.kind(method, u)
	if kind == "" {
		return ""
	}
	_, bare, _ := strings.Cut(pattern, " ")
	names, values := parts(bare, u.Path)
	head := bare
	for i, n := range names {
		head, _, _ = strings.Cut(head, "{")
		for _, k := range []string{head + n, strings.SplitN(bare, "/", 3)[1] + " " + n, n} {
			if len(w.values[k]) < 20 && !slices.Contains(w.values[k], values[i]) {
				w.values[k] = append(w.values[k], values[i])
			}
		}
	}
	if w.asked[pattern] == nil {
		w.asked[pattern] = url.Values{}
	}
	q := u.Query()
	for n := range q {
		if w.asked[pattern].Get(n) == "" {
			w.asked[pattern].Set(n, q.Get(n))
		}
	}
	if !slices.ContainsFunc(w.seen[pattern], func(s sight) bool { return s.who == who && s.label == label }) {
		w.seen[pattern] = append(w.seen[pattern], sight{who, u, f, label})
	}
	return kind
}

// kind tells an address from others that are not the same page with other contents; empty where it is no page.
func (w *walk) kind(method string, u *url.URL) (kind, pattern, label string) {
	pattern = w.find(method, u)
	if pattern == "" || strings.Contains(pattern, "/static/") {
		return "", "", ""
	}
	_, bare, _ := strings.Cut(pattern, " ")
	names, values := parts(bare, u.Path)
	for i, n := range names {
		if n == "move" || n == "chart" || n == "format" || n == "table" || n == "act" {
			label += " " + values[i]
		}
	}
	q := u.Query()
	var keys []string
	for n := range q {
		keys = append(keys, n)
	}
	slices.Sort(keys)
	return pattern + label + "?" + strings.Join(keys, "&") + q.Get("view"), pattern, label
}

var never = regexp.MustCompile(`sign-out|lang=|big=|sharp=`)

// through reads the pages that a person is led to: of each kind one before a second of another, at most three, of
// all at most 400.
func (w *walk) through(p *person) (n int) {
	if p.jar == nil {
		if err := p.enter(); err != nil {
			return 0
		}
	}
	queue, known, kinds := []string{"/", "/work?view=all", "/work?view=open", "/work?view=closed", "/guide", "/verify", "/status", "/sign-in", "/register", "/takeover", "/check", "/fees", "/rules", "/answer", "/report", "/open", "/laws"}, map[string]bool{}, map[string]int{}
	waits := map[string]bool{} // kinds that stand in the queue
	var later []string
	for n < 400 && len(queue)+len(later) > 0 {
		if len(queue) == 0 {
			queue, later = later[:1], later[1:]
		}
		path := queue[0]
		queue = queue[1:]
		at, err := url.Parse(path)
		if err != nil || at.Host != "" || never.MatchString(path) {
			continue
		}
		kind := w.note(p, http.MethodGet, at, nil)
		if kinds[kind]++; kinds[kind] > 3 || kind == "" {
			continue
		}
		_, to, page, err := p.read(path)
		if err != nil {
			continue
		}
		n++
		next := links(page)
		if to != "" {
			next = append(next, to)
		}
		for _, f := range append(forms(page), asked(page)...) {
			u, err := at.Parse(f.action)
			if err != nil || u.Host != "" {
				continue
			}
			if slices.ContainsFunc(forms(page), func(x postForm) bool { return x.action == f.action && len(x.fields) == len(f.fields) }) {
				w.note(p, http.MethodPost, u, &f)
				continue
			}
			q := u.Query()
			for _, x := range f.fields {
				q.Set(x.name, x.value)
			}
			u.RawQuery = q.Encode()
			w.note(p, http.MethodGet, u, nil)
		}
		for _, to := range next {
			u, err := at.Parse(to)
			if err != nil || u.Host != "" || u.Scheme != "" {
				continue
			}
			if u.Fragment = ""; known[u.String()] {
				continue
			}
			known[u.String()] = true
			if kind, _, _ := w.kind(http.MethodGet, u); kinds[kind] == 0 && !waits[kind] {
				waits[kind] = true
				queue = append(queue, u.String())
			} else {
				later = append(later, u.String())
			}
		}
	}
	return n
}

// fill gives each part of a pattern a value that was seen in its place, or where something of the same name stood.
func (w *walk) fill(bare string) (names, values []string) {
	names, _ = keys(bare)
	for _, vs := range w.candidates(bare, 1) {
		values = append(values, vs[0])
	}
	return names, values
}

// whoMay is somebody who may call a route, the first of those who were led there.
func (w *walk) whoMay(x *route) *person {
	for _, s := range staff {
		if slices.Contains(x.Roles, s.role) {
			return w.relay.person(s.login)
		}
	}
	return w.relay.person("")
}

// targets are those of one route: one for each step that was seen of it, or one at a likely address.
func (w *walk) targets(x *route, doc description) (out []*target) {
	pattern := x.Method + " " + x.Pattern
	seen := w.seen[pattern]
	if len(seen) == 0 {
		if page, ok := doc.pageOf(x, w); ok {
			seen = w.seen[page]
		}
	}
	labels := map[string]bool{}
	make := func(who *person, values []string, s *sight) {
		t := &target{route: x, who: who, bearer: x.Bearer, bare: x.Pattern}
		t.names, t.parts = w.fill(x.Pattern)
		if s != nil && len(values) == len(t.parts) {
			t.parts = values
		}
		for n, v := range w.asked[pattern] {
			t.add("query", n, v[0])
		}
		if s != nil && s.form != nil && x.Method == http.MethodPost && !x.Bearer {
			t.multipart = s.form.multipart
			for _, f := range s.form.fields {
				t.addField(f)
			}
		}
		doc.complete(t)
		out = append(out, t)
	}
	for i := range seen {
		s := &seen[i]
		// Whoever is led there may do it; nobody needs to be tried where a role is wanted.
		if s.who.login == "" && len(x.Roles) > 0 || labels[s.label] || x.Bearer && s.who.key == "" {
			continue
		}
		labels[s.label] = true
		_, bare, _ := strings.Cut(w.find(http.MethodGet, s.url), " ")
		if s.form != nil {
			_, bare, _ = strings.Cut(w.find(http.MethodPost, s.url), " ")
		}
		_, values := parts(bare, s.url.Path)
		make(s.who, values, s)
		if x.Bearer {
			break
		}
	}
	if len(out) == 0 {
		make(w.whoMay(x), nil, nil)
	}
	return out
}

func (t *target) String() string {
	return fmt.Sprintf("%s %s", t.route.Method, t.path(t.parts))
}

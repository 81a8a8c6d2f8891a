package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A param is one value that scanners may change: a part of the path, of the query or of what is posted.
type param struct {
	where, name, value string
	file               bool
}

// A target is one address with everything that can be changed in it.
type target struct {
	route     *route
	who       *person
	bare      string
	bearer    bool
	multipart bool
	match     bool // wants the version of the case
	names     []string
	parts     []string
	params    []param
	types     map[string]schema
	late      bool
	known     atomic.Value // the version of the case, until an answer says that it may be another
}

func (t *target) add(where, name, value string) {
	if strings.HasPrefix(name, "_") || slices.ContainsFunc(t.params, func(p param) bool { return p.where == where && p.name == name }) {
		return
	}
	if value == "" {
		value = "1"
	}
	t.params = append(t.params, param{where: where, name: name, value: value})
}

func (t *target) addField(f field) {
	before := len(t.params)
	t.add("body", f.name, f.value)
	if len(t.params) > before {
		t.params[before].file = f.file
	}
}

// path is the address with values in its parts.
func (t *target) path(values []string) string {
	out, i := []string{}, 0
	for p := range strings.SplitSeq(t.bare, "/") {
		switch {
		case p == "{$}":
			p = ""
		case strings.HasPrefix(p, "{"):
			v := values[i]
			i++
			if p = url.PathEscape(v); v == "" || v == "." || v == ".." {
				p = "%20"
			}
		}
		out = append(out, p)
	}
	return strings.Join(out, "/")
}

// A relay answers the scanners.
type relay struct {
	center, password string
	targets          []*target
	parts            int

	mu       sync.Mutex
	people   map[string]*person
	sent     map[string]map[int]int // scanner → target → attacks
	kinds    map[int]map[int]int    // target → status → answers
	took     map[int]time.Duration  // target → time of all answers
	failures []string
	limited  int
}

func (r *relay) person(login string) *person {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.people[login] == nil {
		r.people[login] = &person{login: login, relay: r}
	}
	return r.people[login]
}

func (r *relay) fail(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s := fmt.Sprintf(format, args...); !slices.Contains(r.failures, s) && len(r.failures) < 200 {
		r.failures = append(r.failures, s)
	}
}

// order puts last what may shut others out.
func (r *relay) order() {
	for _, t := range r.targets {
		p := t.route.Pattern
		t.late = strings.Contains(p, "/admin") || strings.Contains(p, "/accounts") || strings.Contains(p, "/sessions") || strings.Contains(p, "keys") || strings.Contains(p, "/roles") || strings.Contains(p, "sign-") || strings.Contains(p, "password")
	}
	slices.SortStableFunc(r.targets, func(a, b *target) int {
		switch {
		case a.late == b.late:
			return 0
		case a.late:
			return 1
		}
		return -1
	})
}

// part is a share of the targets: every so many-th of those that hurt nobody, and the rest last.
func (r *relay) part(k int) (out []int) {
	for i, t := range r.targets {
		if t.late && k == r.parts-1 || !t.late && (r.parts == 1 || i%(r.parts-1) == k) {
			out = append(out, i)
		}
	}
	return out
}

// address is the one that scanners get. The number of the target stands in the path: scanners take two addresses
// with the same path for one.
func (t *target) address(i int) string {
	out := t.place(i)
	if q := t.query(); len(q) > 0 {
		out += "?" + q.Encode()
	}
	return out
}

func (t *target) place(i int) string { return fmt.Sprintf("/x/%d%s", i, t.path(t.parts)) }

// plain is an address without its escapes.
func plain(s string) string {
	out, _ := url.PathUnescape(s)
	return out
}

// query is everything that can be changed in an address: its parts and parameters.
func (t *target) query() url.Values {
	q := url.Values{}
	for n, v := range t.parts {
		q.Set(fmt.Sprintf("_p%d", n), v)
	}
	for _, p := range t.params {
		if p.where == "query" {
			q.Set(p.name, p.value)
		}
	}
	return q
}

// body is what is posted.
func (t *target) body() url.Values {
	v := url.Values{}
	for _, p := range t.params {
		if p.where == "body" {
			v.Set(p.name, p.value)
		}
	}
	return v
}

// ServeHTTP hands a request of a scanner on.
func (r *relay) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if rest, ok := strings.CutPrefix(req.URL.Path, "/part/"); ok {
		if k, err := strconv.Atoi(strings.Trim(rest, "/")); err == nil {
			r.index(w, r.part(k))
		} else {
			r.index(w, r.rest("wapiti"))
		}
		return
	}
	if req.URL.Path == "/rest.log" {
		fmt.Fprint(w, r.list(r.rest("sqlmap"), "http://"+req.Host))
		return
	}
	if req.URL.Path == "/report" {
		r.report(w)
		return
	}
	number, _, _ := strings.Cut(strings.TrimPrefix(req.URL.Path, "/x/"), "/")
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= len(r.targets) || req.URL.Path != plain(r.targets[i].place(i)) {
		http.NotFound(w, req) // what the scanner asks for of itself
		return
	}
	t := r.targets[i]
	req.Body = http.MaxBytesReader(w, req.Body, 4<<20)
	if err := req.ParseMultipartForm(4 << 20); err != nil && err != http.ErrNotMultipart {
		req.Form = req.URL.Query() // a body that is no form: what there is of it is not sent
	}
	in := req.URL.Query()
	path, changed := t.aim(in, req.PostForm)
	body, kind := t.encode(req.PostForm)
	extra := http.Header{}
	for _, name := range []string{"Referer", "X-Forwarded-For"} {
		if v := req.Header.Get(name); v != "" && !strings.Contains(v, req.Host) {
			extra.Set(name, v)
		}
	}
	if t.match {
		extra.Set("If-Match", t.version())
	}
	began := time.Now()
	res, b, err := t.who.do(t.route.Method, path, body, kind, t.bearer, extra)
	if err != nil {
		http.Error(w, "relay: "+err.Error(), http.StatusBadGateway)
		if changed {
			r.fail("%s 没有答复：%v", t, err)
		}
		return
	}
	if t.match && !slices.Contains([]int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity}, res.StatusCode) {
		t.known.Store("")
	}
	r.count(scanner(req), i, answer{res.StatusCode, time.Since(began), changed})
	r.look(t, path, body, res, b)
	for name, v := range res.Header {
		if name != "Set-Cookie" && name != "Content-Length" && name != "Connection" {
			w.Header()[name] = v
		}
	}
	w.WriteHeader(res.StatusCode)
	if strings.Contains(res.Header.Get("Content-Type"), "html") {
		b = fresh.ReplaceAll(b, []byte(`name="$1" value=""`))
	}
	w.Write(b) //nolint:errcheck // the scanner may have gone
}

// fresh is what is another one each time that a page is shown. Scanners compare pages: what differs between two
// equal requests costs them time and hides from them what a value changed.
var fresh = regexp.MustCompile(`name="(_csrf|_idem)" value="[^"]*"`)

func scanner(req *http.Request) string {
	if strings.Contains(req.UserAgent(), "sqlmap") {
		return "sqlmap"
	}
	return "wapiti"
}

// aim is the address that the values of a request lead to, and whether any of them differs from what was given.
func (t *target) aim(in, posted url.Values) (path string, changed bool) {
	values := slices.Clone(t.parts)
	for n := range values {
		name := fmt.Sprintf("_p%d", n)
		if in.Has(name) {
			values[n] = in.Get(name)
		}
		changed = changed || values[n] != t.parts[n]
		in.Del(name)
	}
	for _, p := range t.params {
		switch p.where {
		case "query":
			changed = changed || in.Get(p.name) != p.value
		case "body":
			changed = changed || posted.Get(p.name) != p.value
		}
	}
	if path = t.path(values); len(in) > 0 {
		path += "?" + in.Encode()
	}
	return path, changed
}

// encode writes what is posted as the route wants it.
func (t *target) encode(v url.Values) (body []byte, kind string) {
	switch {
	case t.route.Method != http.MethodPost:
		return nil, ""
	case t.bearer:
		m := map[string]any{}
		for n := range v {
			m[n] = typed(t.types[n], v[n])
		}
		body, _ = json.Marshal(m)
		return body, "application/json"
	case !t.multipart:
		return []byte(v.Encode()), "application/x-www-form-urlencoded"
	}
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for n := range v {
		isFile := slices.ContainsFunc(t.params, func(p param) bool { return p.name == n && p.file })
		for _, x := range v[n] {
			if isFile {
				if f, err := m.CreateFormFile(n, strings.NewReplacer("\r", "", "\n", "", "\x00", "").Replace(x)); err == nil {
					f.Write([]byte(x)) //nolint:errcheck // into memory
				}
				continue
			}
			m.WriteField(n, x) //nolint:errcheck // into memory
		}
	}
	m.Close() //nolint:errcheck // into memory
	return b.Bytes(), m.FormDataContentType()
}

// typed is a text in the type of the interface, where it can be had.
func typed(s schema, v []string) any {
	switch {
	case len(v) == 0:
		return nil
	case s.Items != nil:
		out := []any{}
		for _, x := range v {
			out = append(out, typed(*s.Items, []string{x}))
		}
		return out
	case s.Type == "integer" || s.Type == "number":
		if n, err := strconv.ParseInt(v[0], 10, 64); err == nil {
			return n
		}
	case s.Type == "boolean":
		if b, err := strconv.ParseBool(v[0]); err == nil {
			return b
		}
	}
	return v[0]
}

// version is that of the case now.
func (t *target) version() string {
	if len(t.parts) == 0 {
		return `"1"`
	}
	if v, _ := t.known.Load().(string); v != "" {
		return v
	}
	res, _, err := t.who.do(http.MethodGet, "/api/v1/cases/"+url.PathEscape(t.parts[0]), nil, "", true, http.Header{})
	if err != nil || res.Header.Get("Etag") == "" {
		return `"1"`
	}
	t.known.Store(res.Header.Get("Etag"))
	return res.Header.Get("Etag")
}

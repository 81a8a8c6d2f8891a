package list

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/web"
)

// A Trail is where a row stands in the list from which the person came to it.
type Trail[R any] struct {
	Back       string // address of the list, at the row
	Prev, Next *R     // neighbours; nil where there is none
}

// anchor is the id of a row in the page. Keys are numbers and codes; anything else is left out.
func anchor(key string) string {
	return "c-" + strings.Map(func(r rune) rune {
		if r == '-' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, key)
}

// leaveTrail remembers which page of the list was shown last, until the browser is closed. Secret
// filters are in it as their id alone.
func (l *core) leaveTrail(c *web.Ctx, v *View) {
	if !l.Trail {
		return
	}
	values := url.Values{}
	for name, v := range v.values {
		values[name] = v
	}
	if v.Page > 1 {
		values.Set("page", strconv.Itoa(v.Page))
	}
	if now := values.Encode(); now != c.Cookie("trail-"+l.Name) && len(now) < 1000 {
		c.SetCookie("trail-"+l.Name, now, 0)
	}
}

// around says where the row with the key stands in the page of the list that was shown last. A row
// that has left it since, because it was done, is followed by the first of those that are left.
func (l *core) around(c *web.Ctx, key string) (t Trail[any], err error) {
	defer fault.Wrap(&err, "place in the list")
	t.Back = l.Path
	in, err := url.ParseQuery(c.Cookie("trail-" + l.Name))
	if err != nil {
		return t, nil
	}
	a, err := l.askAs(c, quiet{c}, in)
	if fault.KindOf(err) == fault.Missing {
		return t, nil // the secret part of the filter has expired
	}
	if err != nil || !a.ok {
		return t, err
	}
	values := a.values
	if a.page > 1 {
		values.Set("page", strconv.Itoa(a.page))
	}
	t.Back = address(l.Path, values)
	got, err := l.Load(c, a.query)
	if err != nil {
		return t, err
	}
	at := slices.IndexFunc(got.Rows, func(r any) bool { return l.Key(r) == key })
	if at >= 0 {
		t.Back += "#" + anchor(key)
	}
	if at > 0 {
		t.Prev = &got.Rows[at-1]
	}
	switch {
	case at+1 < len(got.Rows):
		t.Next = &got.Rows[at+1]
	case at >= 0 && got.Total > a.query.Offset+len(got.Rows):
		a.query.Offset += a.query.Limit
		if got, err = l.Load(c, a.query); err == nil && len(got.Rows) > 0 {
			t.Next = &got.Rows[0]
		}
	}
	return t, err
}

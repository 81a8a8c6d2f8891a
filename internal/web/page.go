package web

import (
	"net/url"
	"strings"

	"zhibao/internal/web/form"
)

// A Page is what the layout shows around the content. All texts are in the language of the
// response already.
type Page struct {
	Title   string // h1
	Name    string // name in <title>; Title where empty. Set it where Title is confidential
	State   Tag    // beside the h1 and first in <title>
	Sub     string // short text beside the h1
	Left    Cell   // how much time there is, beside the state
	Crumbs  []Link // from the module's start page to the page above
	Actions []Link // buttons on the right; the last is the main one
	Prev    Link   // the thing before in the list from which the person came; may be empty
	Next    Link   // the thing after
	At      string // path of the menu entry that is current; that of the request where empty
	Self    string // address of the page for the language switch; that of the request where empty
	Plain   bool   // without menus: sign-in, public pages
	Wide    bool   // without the side menu
	NoMark  bool   // without the watermark: public pages
	Still   bool   // without scripts: what a phone opens from a QR symbol
}

// A Link leads to a page of this program, or by mail or phone to somebody.
type Link struct {
	Href  string
	Label string
	Tone  Tone // of a button; Blue is the main one, Red destroys
}

// A Menu is the navigation of one person.
type Menu struct {
	Top  []Link // modules
	Side []Group
	Who  string // name and department; empty: nobody is signed in
	Out  string // path that signs out by POST; empty: none
	Mail int    // unread messages
	Box  string // path of the messages; empty: none
	Work string // path of the person's own work list, to which the key q leads; empty: none
}

// A Group is a part of the side menu.
type Group struct {
	Title string
	Items []Item
}

// An Item of the side menu. A Count below zero is not shown.
type Item struct {
	Href, Label string
	Count       int
}

// View is what a template sees as the dot: D is the data of the page.
type View struct {
	*Ctx
	D any
}

// Footer returns the end of every page.
func (c *Ctx) Footer() Footer { return c.mux.cfg.Footer }

// Brand returns the name of the center, for the layout.
func (v View) Brand() string { return v.Say(v.mux.cfg.Brand) }

// System returns the name of the system, for the layout.
func (v View) System() string { return v.Say(v.mux.cfg.System) }

// Home returns the start page, for the layout.
func (v View) Home() string { return v.mux.cfg.Home }

// WindowTitle is 状态 - 名称 - 系统, and begins with 错误： where the form is wrong.
func (v View) WindowTitle() string {
	name := v.Page.Name
	if name == "" {
		name = v.Page.Title
	}
	var parts []string
	for _, p := range []string{v.Page.State.Text, name, v.System()} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	title := strings.Join(parts, " - ")
	if len(v.problems) > 0 {
		title = v.T("错误：", "Error: ") + title
	}
	return title
}

// At returns the path of the current menu entry.
func (v View) At() string {
	if v.Page.At != "" {
		return v.Page.At
	}
	return v.R.URL.Path
}

// Problems returns what is wrong with the form, for the layout.
func (v View) Problems() []form.Listed { return v.problems }

// Flash returns the message of the page before, once.
func (v View) Flash() *Notice { return v.flash }

// Ends returns in how many seconds the session ends, 0 where no warning is wanted.
func (v View) Ends() int { return int(v.Session().Ends.Seconds()) }

// Uploads reports whether files are sent before the form, for the layout. Those of a visitor go with
// the form: nobody takes files from somebody unknown.
func (v View) Uploads() bool {
	return v.guarded && v.mux.cfg.Uploads != nil && v.Session().ID != ""
}

// Marked reports whether the page has a watermark.
func (v View) Marked() bool {
	return v.guarded && !v.Page.NoMark && v.mux.cfg.Watermark(v.Ctx) != ""
}

// Banner returns what stands on every page, nil where nothing does.
func (v View) Banner() *Notice {
	if v.mux.cfg.Banner == nil {
		return nil
	}
	if n := v.mux.cfg.Banner(v.Ctx); n.Text != "" {
		return &n
	}
	return nil
}

// Menu returns the navigation; that of a request whose guard refused is empty.
func (v View) Menu() Menu {
	if !v.guarded {
		return Menu{}
	}
	if v.menu == nil {
		m := v.mux.cfg.Menu(v.Ctx)
		v.menu = &m
	}
	return *v.menu
}

// CSRF returns the token for scripts; visitors without a session get it only in forms.
func (v View) CSRF() string {
	if v.Session().ID == "" {
		return ""
	}
	return v.Token()
}

// Switch returns the address of the same page with one setting of the display changed.
func (v View) Switch(name, value string) string {
	self := v.Page.Self
	if self == "" {
		self = v.R.URL.Path
		if !v.Posted() && v.R.URL.RawQuery != "" {
			self += "?" + v.R.URL.RawQuery
		}
	}
	u, err := url.Parse(self)
	if err != nil || strings.HasPrefix(self, "//") {
		u = &url.URL{Path: v.Home()}
	}
	q := u.Query()
	q.Set(name, value)
	u.RawQuery = q.Encode()
	return u.String()
}

// Current returns the address, of those given, that fits path best: the one whose path is the longest
// that is path or a folder above it, of several the first. It is empty where none fits.
func current(path string, hrefs []string) string {
	best, longest := "", 0
	for _, h := range hrefs {
		p, _, _ := strings.Cut(h, "?")
		fits := p == path || strings.HasPrefix(path, strings.TrimSuffix(p, "/")+"/") && p != "/"
		if fits && len(p) > longest {
			best, longest = h, len(p)
		}
	}
	return best
}

// TopNow returns the address of the current module, for the layout.
func (v View) TopNow() string {
	var hrefs []string
	for _, l := range v.Menu().Top {
		if l.Href == v.R.URL.RequestURI() {
			return l.Href
		}
		hrefs = append(hrefs, l.Href)
	}
	return current(v.At(), hrefs)
}

// SideNow returns the address of the current entry of the side menu, for the layout.
func (v View) SideNow() string {
	var hrefs []string
	for _, g := range v.Menu().Side {
		for _, i := range g.Items {
			hrefs = append(hrefs, i.Href)
		}
	}
	return current(v.At(), hrefs)
}

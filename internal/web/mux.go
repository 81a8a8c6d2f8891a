package web

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"regexp"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/telemetry"
	"zhibao/internal/web/form"
)

// A Route is one address and method. Act says what the actor wants, in the words of the
// access policy; a route is either Public or has an Act.
type Route struct {
	Method  string // GET or POST; GET also answers HEAD
	Pattern string // of http.ServeMux, without the method: /case/{no}
	Act     string
	Handler func(*Ctx) error
	Public  bool          // anybody may call it
	JSON    bool          // speaks JSON: errors are JSON, POST wants application/json or a token in the header
	Passive bool          // called by a timer of the page, not by a person: extends no session
	Bearer  bool          // authenticated by a key in a header, never by a cookie: no CSRF token
	Limit   int64         // bytes of the body; 1 MB where 0
	Timeout time.Duration // 30 s where 0
}

// A Module is what one package brings: templates, static files and routes.
type Module struct {
	Name   string  // short Latin name, unique: "preexam"
	Views  []fs.FS // each with view/*.html
	Assets fs.FS   // with static/*, served as {{asset "name/file"}}; may be nil
	Routes []Route // in the order of the documentation
}

// Config is what the program decides about its pages.
type Config struct {
	System Text   // name of the system, last part of every title
	Brand  Text   // name of the center, on the top bar
	Footer Footer // in the same place on every page
	SignIn string // path of the sign-in page, which gets ?return=
	Home   string // path of the start page, "/" where empty

	Guard     func(*Ctx, *Route) error       // decides every request; sets Ctx.Actor
	Session   func(*Ctx) Session             // the session of the request, zero where there is none
	Menu      func(*Ctx) Menu                // main navigation and side menu
	Watermark func(*Ctx) string              // name, staff number, address, time; empty: none
	Banner    func(*Ctx) Notice              // what stands on every page; may be nil
	English   fault.Catalogue                // English of refusals and fixed words
	Laws      func(cite string) []Link       // a citation taken apart into articles, each with its page; may be nil
	Veil      func(*Ctx) func(string) string // what masks the text of the answer; may be nil, and return nil
	Drafts    Drafts                         // where forms are saved while typing; may be nil
	Uploads   Uploads                        // where files are sent before the form; may be nil
	Heavy     Heavy                          // what bounds large bodies
	Checks    form.Rules                     // rules of fields that are asked when a field is left

	Key     []byte         // secret of at least 32 bytes, the same on all replicas
	Plain   bool           // loopback without TLS: other cookie names, no Secure, no HSTS
	Proxies []netip.Prefix // whose X-Forwarded-For is believed
	Origins []string       // further origins that may post, such as https://portal.example.cn
	Now     func() time.Time
	Log     *slog.Logger

	Recorder *telemetry.Recorder // times the requests; none are if nil
}

// A Session is what the plumbing must know of a session.
type Session struct {
	ID   string        // secret; only its keyed hash leaves the server, as the CSRF token
	Ends time.Duration // until it ends by inactivity; 0: no warning is shown
}

// A Footer stands at the end of every page.
type Footer struct {
	Phone    string // help line
	Guide    string // address of the guide
	Owner    Text   // 主办单位
	ICP      string // 备案号
	SiteCode string // 网站标识码
	Police   string // 公安备案号
}

// A Mux serves the modules. It is an http.Handler.
type Mux struct {
	cfg     Config
	serve   *http.ServeMux
	cross   *http.CrossOriginProtection
	assets  *assets
	modules map[string]*module
	routes  []Route
	watch   func(module, page string, data any)
}

type module struct {
	Module
	pages map[Lang]*viewSet
}

var moduleName = regexp.MustCompile(`^[a-z][a-z0-9]*$`)

// New returns a Mux with the modules. It panics on what could only be found in operation
// otherwise: a route without Act, a doubled route, a template that does not parse.
func New(cfg Config, modules ...Module) *Mux {
	if len(cfg.Key) < 32 || cfg.Now == nil || cfg.Guard == nil {
		panic("web: Config needs Key (32 bytes), Now and Guard")
	}
	cfg.setDefaults()
	m := &Mux{cfg: cfg, serve: http.NewServeMux(), cross: http.NewCrossOriginProtection(), modules: map[string]*module{}}
	for _, o := range cfg.Origins {
		if err := m.cross.AddTrustedOrigin(o); err != nil {
			panic("web: " + err.Error())
		}
	}
	m.assets = newAssets(modules)
	for _, mod := range append([]Module{m.own()}, modules...) {
		m.add(mod)
	}
	m.serve.HandleFunc("/", m.notFound)
	return m
}

func (cfg *Config) setDefaults() {
	if cfg.Session == nil {
		cfg.Session = func(*Ctx) Session { return Session{} }
	}
	if cfg.Menu == nil {
		cfg.Menu = func(*Ctx) Menu { return Menu{} }
	}
	if cfg.Watermark == nil {
		cfg.Watermark = func(*Ctx) string { return "" }
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Home == "" {
		cfg.Home = "/"
	}
	if cfg.Footer.Phone == "" {
		cfg.Footer.Phone = "12330"
	}
}

func (m *Mux) add(mod Module) {
	if _, twice := m.modules[mod.Name]; twice || !moduleName.MatchString(mod.Name) {
		panic(fmt.Sprintf("web: module name %q is doubled or not of [a-z0-9]", mod.Name))
	}
	md := &module{Module: mod, pages: map[Lang]*viewSet{}}
	for _, l := range []Lang{ZH, EN} {
		if own := m.modules[ownName]; own != nil && len(mod.Views) == 0 {
			md.pages[l] = own.pages[l]
			continue
		}
		md.pages[l] = mustViews(speaker{l, m.cfg.English, m.cfg.Laws}, m.assets, mod.Views)
	}
	m.modules[mod.Name] = md
	for _, r := range mod.Routes {
		m.handle(md, r)
	}
}

func (m *Mux) handle(md *module, r Route) {
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodPost:
		panic(fmt.Sprintf("web: %s %s: only GET and POST", r.Method, r.Pattern))
	case r.Public == (r.Act != ""):
		panic(fmt.Sprintf("web: %s %s: a route has an Act or is Public", r.Method, r.Pattern))
	case r.Handler == nil || !strings.HasPrefix(r.Pattern, "/"):
		panic(fmt.Sprintf("web: %s %s: no handler, or the pattern has no leading slash", r.Method, r.Pattern))
	}
	if r.Limit == 0 {
		r.Limit = 1 << 20
	}
	if r.Timeout == 0 {
		r.Timeout = 30 * time.Second
	}
	m.routes = append(m.routes, r)
	route := &r
	m.serve.HandleFunc(r.Method+" "+r.Pattern, func(w http.ResponseWriter, req *http.Request) {
		m.dispatch(m.newCtx(w, req, md, route))
	})
}

// Routes returns all routes in the order in which they were added, for the access matrix,
// the OpenAPI description and tests.
func (m *Mux) Routes() []Route { return append([]Route(nil), m.routes...) }

// ServeHTTP answers a request. Every response has the security headers.
func (m *Mux) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	m.secure(w.Header())
	// A body in chunks may have come with a length as well, which net/http drops. A front that believed
	// the length would take the rest of it for the next request, so this one is the connection's last.
	if len(req.TransferEncoding) > 0 {
		w.Header().Set("Connection", "close")
	}
	if m.assets.serve(w, req) {
		return
	}
	m.serve.ServeHTTP(w, req)
}

func (m *Mux) notFound(w http.ResponseWriter, req *http.Request) {
	c := m.newCtx(w, req, m.modules[ownName], &Route{Method: req.Method, Pattern: "/", Public: true,
		JSON: strings.HasPrefix(req.URL.Path, "/api/"), Limit: 1 << 20, Timeout: 30 * time.Second})
	c.route.Handler = func(*Ctx) error { return errMissing }
	m.dispatch(c)
}

// dispatch is the way of every request: deadline, protection, guard, handler, error page.
func (m *Mux) dispatch(c *Ctx) {
	start := m.cfg.Now()
	ctx, cancel := context.WithTimeout(c.R.Context(), c.route.Timeout)
	defer cancel()
	ctx, end := m.cfg.Recorder.Begin(ctx, telemetry.Request, c.module.Name)
	c.R = c.R.WithContext(ctx)
	c.sent = c.R.Body
	c.R.Body = http.MaxBytesReader(c.out, c.R.Body, c.route.Limit)
	defer c.end()
	defer func() {
		if p := recover(); p != nil {
			m.panicked(c, p)
		}
		end(string(rune('0'+c.out.status/100)) + "xx")
		level := slog.LevelInfo
		if c.route.Passive {
			level = slog.LevelDebug
		}
		m.cfg.Log.Log(ctx, level, "request", "id", c.ID, "method", c.R.Method, "route", c.route.Pattern,
			"status", c.out.status, "bytes", c.out.bytes, "ms", m.cfg.Now().Sub(start).Milliseconds(), "account", c.asker(), "trace", telemetry.TraceOf(ctx))
	}()
	if err := m.run(c); err != nil {
		c.drain()
		c.Fail(err)
	}
}

func (m *Mux) run(c *Ctx) error {
	if err := m.cross.Check(c.R); err != nil && !c.route.Bearer {
		return errCrossOrigin
	}
	if overridden(c.R) {
		return errOverride
	}
	c.readDisplay()
	err := m.cfg.Guard(c, c.route)
	// A person whom the guard knows but refuses sees the usual frame, so that what is hidden
	// looks like what does not exist.
	c.guarded = err == nil || c.Actor != nil && fault.KindOf(err) != fault.Unauthentic
	if err != nil {
		return err
	}
	if err := c.admit(); err != nil {
		return err
	}
	if err := c.checkToken(); err != nil {
		return err
	}
	return c.route.Handler(c)
}

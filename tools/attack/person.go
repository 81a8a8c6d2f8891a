package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"
)

// staff is somebody of the demo for each role; those who run the center come last, because what is posted
// in their name may shut others out.
var staff = []struct{ role, login string }{
	{"entity", "qiye01"}, {"clerk", "shouli1"}, {"director", "zhuren"}, {"head", "fuzeren"}, {"agency", "daili01"}, {"examiner", "yushen1"}, {"reviewer", "fuhe1"}, {"marker", "baosong"},
	{"enforcer", "zhifa1"}, {"expert", "zhuanjia1"}, {"province", "shengju"}, {"nation", "guojia"}, {"sysadmin", "sysadmin"}, {"secadmin", "secadmin"}, {"auditor", "auditor"},
}

// A person is one account, or nobody where login is empty.
type person struct {
	login string
	relay *relay
	mu    sync.Mutex
	jar   http.CookieJar
	token string // for forms
	key   string // for the interface
	again time.Time
	times int // how often signed in
}

var (
	hiddenToken = regexp.MustCompile(`name="_csrf" value="([^"]*)"`)
	newKey      = regexp.MustCompile(`zbk_[A-Za-z0-9_-]{20,}`)
)

// client calls from another address of this machine each time: many people sit before the center, and
// limits for one address shall not hide what stands behind them.
func (p *person) client() *http.Client {
	return &http.Client{Jar: p.jar, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, Transport: transport}
}

var transport = &http.Transport{DisableKeepAlives: true, DisableCompression: true, DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
	from := net.IPv4(127, byte(1+rand.IntN(250)), byte(rand.IntN(250)), byte(1+rand.IntN(250)))
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: from}, Timeout: 10 * time.Second}
	return d.DialContext(ctx, network, addr)
}}

// read gets a page and its token.
func (p *person) read(path string) (status int, to, body string, err error) {
	res, err := p.client().Get(p.relay.center + path)
	if err != nil {
		return 0, "", "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(io.LimitReader(res.Body, 8<<20))
	if !strings.Contains(res.Header.Get("Content-Type"), "html") {
		b = nil
	}
	return res.StatusCode, res.Header.Get("Location"), string(b), err
}

// post sends a form with what every form needs.
func (p *person) post(path string, v url.Values) (int, string, error) {
	v.Set("_csrf", p.token)
	v.Set("_idem", number())
	res, err := p.client().PostForm(p.relay.center+path, v)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return res.StatusCode, string(b), err
}

func number() string {
	return fmt.Sprintf("%016x%016x", rand.Uint64(), rand.Uint64())
}

// enter signs the person in and makes a key; again only after a while, whoever asks.
func (p *person) enter() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.again) < 5*time.Second {
		return nil
	}
	p.again = time.Now()
	p.times++
	p.jar, _ = cookiejar.New(nil)
	_, _, page, err := p.read("/sign-in")
	if err != nil {
		return err
	}
	p.take(page)
	if p.login == "" {
		return nil
	}
	status, _, err := p.post("/sign-in", url.Values{"login": {p.login}, "password": {p.relay.password}})
	if err != nil || status != http.StatusSeeOther {
		return errors.Join(err, fmt.Errorf("sign-in: %d", status))
	}
	return p.makeKey()
}

// take keeps the token of a page.
func (p *person) take(page string) {
	if m := hiddenToken.FindStringSubmatch(page); m != nil {
		p.token = m[1]
	}
}

// makeKey asks for a key with every act that is offered, after the older ones were ended.
func (p *person) makeKey() error {
	_, _, page, err := p.read("/my/keys")
	if err != nil {
		return err
	}
	p.take(page)
	if p.key != "" {
		for _, m := range regexp.MustCompile(`/my/keys/\d+/revoke`).FindAllString(page, -1) {
			_, _, err = p.post(m, url.Values{})
		}
	}
	v := url.Values{"name": {"扫描"}, "days": {"2"}}
	for _, f := range forms(page) {
		for _, x := range f.fields {
			if x.name == "acts" {
				v.Add("acts", x.value)
			}
		}
	}
	if len(v["acts"]) == 0 {
		return err // may do nothing by the interface
	}
	_, page, err = p.post("/my/keys", v)
	p.key = newKey.FindString(page)
	return err
}

// do sends a request in the person's name; again once after a new sign-in, and after a pause where told so.
func (p *person) do(method, path string, body []byte, kind string, bearer bool, extra http.Header) (res *http.Response, b []byte, err error) {
	for try := range 6 {
		p.mu.Lock()
		c, token, key := p.client(), p.token, p.key
		p.mu.Unlock()
		req, err := http.NewRequest(method, p.relay.center+path, bytes.NewReader(body))
		if err != nil {
			return nil, nil, err
		}
		for name, v := range extra {
			req.Header[name] = v
		}
		req.Header.Set("User-Agent", "scan")
		if bearer {
			c.Jar = nil
			req.Header.Set("Authorization", "Bearer "+key)
			req.Header.Set("Idempotency-Key", number())
		} else if method == http.MethodPost {
			req.Header.Set("X-CSRF-Token", token)
			req.Header.Set("Idempotency-Key", number())
		}
		if kind != "" {
			req.Header.Set("Content-Type", kind)
		}
		if res, err = c.Do(req); err != nil {
			return nil, nil, err
		}
		b, err = io.ReadAll(io.LimitReader(res.Body, 16<<20))
		res.Body.Close()
		out := res.StatusCode == http.StatusUnauthorized || res.StatusCode == http.StatusSeeOther && strings.HasPrefix(res.Header.Get("Location"), "/sign-in")
		switch {
		case err != nil:
			return nil, nil, err
		case out && p.login != "" && try == 0 && !strings.Contains(path, "sign-"):
			if err := p.enter(); err != nil {
				p.relay.fail("%s 不能再登录：%v", p.login, err)
			}
		case res.StatusCode == http.StatusTooManyRequests && try < 5:
			time.Sleep(time.Second)
		default:
			return res, b, nil
		}
	}
	return res, b, nil
}

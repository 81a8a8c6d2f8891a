package opensearch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"zhibao/internal/fault"
)

// How long and how often the server is asked, and how much it may answer.
const (
	patience  = 30 * time.Second // for one answer
	tries     = 4
	firstWait = 100 * time.Millisecond // before the second try; twice as long before each further one
	answerMax = 64 << 20
	breaks    = 5               // failures in a row after which it is left alone
	rest      = 5 * time.Second // for so long
)

// A client speaks to the server.
type client struct {
	base       string // without credentials
	user, pass string
	http       *http.Client

	mu      sync.Mutex
	failed  int  // in a row
	resting bool // nothing is sent now
}

// Check refuses an address that is none, or that would send words over a network in the clear.
func Check(address string) error {
	_, err := newClient(address)
	return err
}

// newClient checks the address. It does not connect.
func newClient(address string) (*client, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, fault.New(fault.Invalid, "opensearch.url", "检索服务器的地址无效，应为 https://主机名:端口")
	}
	if ip := net.ParseIP(u.Hostname()); u.Scheme != "https" && (u.Scheme != "http" || u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback())) {
		return nil, fault.New(fault.Invalid, "opensearch.plain", "检索服务器的地址应为 https，只有本机可用 http")
	}
	c := &client{base: u.Scheme + "://" + u.Host + strings.TrimSuffix(u.Path, "/"), http: &http.Client{
		Timeout: patience,
		// The server was named by the operator; nobody else may send us elsewhere.
		Transport:     &http.Transport{Proxy: nil, MaxIdleConnsPerHost: 16, IdleConnTimeout: time.Minute, DialContext: (&net.Dialer{Timeout: 3 * time.Second}).DialContext},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	if u.User != nil {
		c.user = u.User.Username()
		c.pass, _ = u.User.Password()
	}
	return c, nil
}

// A refusal is an answer that says no. Its reason is not kept: it repeats the words of the search.
type refusal struct {
	status int
	kind   string // the server's name for what is wrong
	deep   bool   // the query is too large for the server
}

func (r *refusal) Error() string { return "opensearch: " + http.StatusText(r.status) + " " + r.kind }

// down is the fault of a server that does not answer.
func down(err error) error {
	return fault.New(fault.Unavailable, "opensearch.down", "检索服务器没有应答，请稍后再试；长时间如此请联系系统管理员检查 OpenSearch").Because(err)
}

// open reports whether the server may be asked, or is left alone for a while.
func (c *client) open() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.resting
}

// note counts failures in a row.
func (c *client) note(ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if ok {
		c.failed = 0
	} else if c.failed++; c.failed >= breaks {
		c.resting = true
		time.AfterFunc(rest, c.wake)
	}
}

// wake lets the server be asked again. One more failure, and it is left alone again.
func (c *client) wake() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.resting = false
}

// ask sends a request until it is answered, and reads the answer into out. All that is sent can be sent
// twice. Error: a refusal, or Unavailable.
func (c *client) ask(ctx context.Context, method, path string, body []byte, out any) error {
	var last error
	for try := range tries {
		if !c.open() {
			return down(errors.Join(errors.New("opensearch: left alone for a while"), last))
		}
		again, err := c.once(ctx, method, path, body, out)
		if ctx.Err() != nil {
			return ctx.Err() // it was us who gave up
		}
		c.note(!again)
		if !again {
			return err
		}
		last = err
		if try == tries-1 {
			break
		}
		wait := firstWait << try
		select {
		case <-time.After(wait + rand.N(wait)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return down(last)
}

// once sends a request and says whether it may go well another time.
func (c *client) once(ctx context.Context, method, path string, body []byte, out any) (again bool, err error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return false, errors.New("opensearch: no request can be made")
	}
	kind := "application/json"
	if strings.HasPrefix(path, "/_bulk") {
		kind = "application/x-ndjson"
	}
	req.Header.Set("Content-Type", kind)
	if c.user != "" {
		req.SetBasicAuth(c.user, c.pass)
	}
	res, err := c.http.Do(req)
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	if err != nil {
		return true, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(io.LimitReader(res.Body, answerMax+1))
	switch {
	case err != nil:
		return true, err
	case len(b) > answerMax:
		return false, fault.New(fault.TooLarge, "opensearch.answer", "检索服务器的应答过大，请缩小检索范围")
	case res.StatusCode == http.StatusTooManyRequests || res.StatusCode >= http.StatusInternalServerError && !tooLarge(b):
		return true, refused(res.StatusCode, b)
	case res.StatusCode >= http.StatusMultipleChoices:
		return false, refused(res.StatusCode, b)
	}
	if out == nil {
		return false, nil
	}
	if err := json.Unmarshal(b, out); err != nil {
		return false, down(errors.New("opensearch: the answer is not JSON"))
	}
	return false, nil
}

// tooLarge reports whether the server says that a query has too many parts.
func tooLarge(b []byte) bool {
	s := string(b)
	return strings.Contains(s, "too_many_clauses") || strings.Contains(s, "too_many_nested_clauses") || strings.Contains(s, "maxClauseCount") || strings.Contains(s, "nested depth")
}

// refused reads what the server says is wrong.
func refused(status int, b []byte) error {
	var a struct {
		Error struct {
			Type string `json:"type"`
		} `json:"error"`
	}
	_ = json.Unmarshal(b, &a) // without a name it is known by its status
	return &refusal{status, a.Error.Type, tooLarge(b)}
}

// clear makes a fault of a refusal.
func clear(errp *error) {
	r, ok := errors.AsType[*refusal](*errp)
	switch {
	case !ok || fault.Of(*errp) != nil:
	case r.deep:
		*errp = fault.New(fault.Invalid, "opensearch.too_large", "检索式展开后超出检索服务器的限度，请减少检索词和括号，或者分别检索").Because(r)
	case r.status == http.StatusUnauthorized || r.status == http.StatusForbidden:
		*errp = fault.New(fault.Unavailable, "opensearch.login", "检索服务器拒绝登录，请联系系统管理员核对 --search 中的用户名与密码").Because(r)
	default:
		*errp = fault.New(fault.Unavailable, "opensearch.refused", "检索服务器拒绝了请求，请联系系统管理员查看 OpenSearch 的日志").Because(r)
	}
}

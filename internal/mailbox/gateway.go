package mailbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"zhibao/internal/fault"
)

// GatewayConfig is how to reach a gateway for text messages over HTTP.
type GatewayConfig struct {
	URL string // https, or http on this machine
	// Header is sent with each request, for the key of the gateway.
	Header map[string]string
	// Body is the JSON to post, in which {to}, {text} and {id} within quotes are filled in.
	Body string
	// Success, if not empty, must occur in the answer, for gateways that answer 200 to all.
	Success string
}

// A Gateway is the driver for text messages over HTTP.
type Gateway struct {
	c      GatewayConfig
	client *http.Client
}

// answerMax bounds what is read of the gateway's answer.
const answerMax = 64 << 10

// NewGateway checks the configuration. It does not connect.
func NewGateway(c GatewayConfig) (*Gateway, error) {
	bad := func(field string, what fault.Phrase) (*Gateway, error) {
		return nil, fault.New(fault.Invalid, "mailbox.gateway", "请更正短信网关的配置：%s", what).At(field)
	}
	u, err := url.Parse(c.URL)
	switch {
	case err != nil || u.Host == "":
		return bad("url", fault.Say("地址无效"))
	case u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname())):
		return bad("url", fault.Say("地址应为 https，只有本机可用 http"))
	case !json.Valid([]byte(c.Body)) || !strings.Contains(c.Body, "{to}") || !strings.Contains(c.Body, "{text}"):
		return bad("body", fault.Say("请求正文应为 JSON，并含 {to} 和 {text}"))
	}
	return &Gateway{c, gateways}, nil
}

// gateways is shared by all drivers. A driver is made for each letter, and one with connections of its own
// would leave one open for a minute after every letter: a busy hour would use up the files of the process.
var gateways = &http.Client{
	Timeout: 30 * time.Second,
	// The gateway was named by the administrator; nobody else may send us elsewhere.
	Transport:     &http.Transport{Proxy: nil, MaxIdleConns: 16, MaxIdleConnsPerHost: 8, IdleConnTimeout: time.Minute},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// Deliver posts a text message.
func (g *Gateway) Deliver(ctx context.Context, p Parcel) error {
	body := strings.NewReplacer("{to}", quoted(p.To), "{text}", quoted(p.Body),
		"{id}", strconv.FormatInt(p.ID, 10)).Replace(g.c.Body)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, g.c.URL, strings.NewReader(body))
	if err != nil {
		return refused(errors.New("gateway: request refused"))
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	for k, v := range g.c.Header {
		req.Header.Set(k, v)
	}
	res, err := g.client.Do(req)
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err // without the address, which may hold the key of the gateway
	}
	if err != nil {
		return undelivered(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, answerMax))
	if err != nil {
		return undelivered(err)
	}
	// The answer may quote the recipient; the status is enough.
	switch s := res.StatusCode; {
	case s >= 200 && s < 300 && strings.Contains(string(answer), g.c.Success):
		return nil
	case s >= 400 && s < 500 && s != http.StatusRequestTimeout && s != http.StatusTooManyRequests &&
		s != http.StatusUnauthorized && s != http.StatusForbidden:
		return refused(fmt.Errorf("gateway: status %d", s))
	default:
		return undelivered(fmt.Errorf("gateway: status %d", s))
	}
}

// quoted escapes s for the inside of a JSON string.
func quoted(s string) string {
	b, _ := json.Marshal(s) // a string can always be marshalled
	return string(b[1 : len(b)-1])
}

package probe

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// Patience is how long an answer may take; Every is how often a prober looks.
const (
	Patience = 15 * time.Second
	Every    = time.Minute
)

// A Prober looks at one center.
type Prober struct {
	Client  *http.Client
	Address string // of the center, without a path
	Control string // of something else that is nearly always there; may be empty
	Now     func() time.Time
}

// Anew is a client whose every look makes a connection of its own, as somebody does who comes anew.
func Anew() *http.Client {
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true, Proxy: http.ProxyFromEnvironment}}
}

// Look asks the center once how it stands. It is up when it answers in time that it works, or that
// maintenance is under way: that was announced, and is no outage. Where it is not, and the control cannot be
// reached either, nothing is known.
func (p *Prober) Look(ctx context.Context) (seen string, took time.Duration, what string) {
	begun := p.Now()
	what, err := p.ask(ctx)
	took = p.Now().Sub(begun)
	if err == nil {
		return Up, took, what
	}
	if p.Control != "" {
		if off := p.reach(ctx, p.Control); off != nil {
			return Unknown, took, "探测点自身断网"
		}
	}
	return Down, took, cause(err)
}

// ask reads the public state of the center.
func (p *Prober) ask(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(p.Address, "/")+"/api/v1/service", nil)
	if err != nil {
		return "", err
	}
	resp, err := p.Client.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return "", fmt.Errorf("HTTP %d", resp.StatusCode)
	}
	var s struct{ Now string }
	if err := json.NewDecoder(io.LimitReader(resp.Body, 4<<20)).Decode(&s); err != nil {
		return "", errors.New("答复无法识别")
	}
	if s.Now != "ok" && s.Now != "maintenance" {
		return "", errors.New("平台自报不能受理")
	}
	return s.Now, nil
}

// reach reports why an address cannot be reached at all.
func (p *Prober) reach(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, address, nil)
	if err != nil {
		return err
	}
	resp, err := p.Client.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// cause is an error in few words, without addresses.
func cause(err error) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "超时"
	case strings.Contains(err.Error(), "certificate"):
		return "证书无效"
	case strings.Contains(err.Error(), "refused"):
		return "拒绝连接"
	case strings.Contains(err.Error(), "no such host"):
		return "域名无法解析"
	case strings.HasPrefix(err.Error(), "HTTP ") || strings.HasPrefix(err.Error(), "答复") || strings.HasPrefix(err.Error(), "平台"):
		return err.Error()
	}
	return "无法连接"
}

// Run looks every minute until it is told to end, and writes down what it sees. What it cannot write ends
// it: a record with holes that nobody knows of is worth nothing.
func (p *Prober) Run(ctx context.Context, r *Record, once bool) error {
	tick := time.NewTicker(Every)
	defer tick.Stop()
	for {
		at := p.Now()
		seen, took, what := p.Look(ctx)
		if ctx.Err() != nil {
			return r.Close()
		}
		if err := r.Add(at, seen, took, what); err != nil {
			return errors.Join(err, r.Close())
		}
		if once {
			return r.Close()
		}
		select {
		case <-ctx.Done():
			return r.Close()
		case <-tick.C:
		}
	}
}

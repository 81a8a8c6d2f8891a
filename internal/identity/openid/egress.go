package openid

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"

	"zhibao/internal/fault"
)

// client returns the way out to a provider. Its documents name further addresses, so each request is
// looked at anew: https, or http on this machine for a provider on this machine; no proxy, no redirects;
// never this machine's own ports, nor the addresses from which clouds hand out secrets, for a provider
// elsewhere.
func client(issuer string) *http.Client {
	here := ofThisMachine(issuer)
	dial := net.Dialer{Timeout: 3 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		return reachable(address, here)
	}}
	return &http.Client{Timeout: 5 * time.Second, Transport: &guarded{here, &http.Transport{Proxy: nil, DialContext: dial.DialContext, MaxIdleConns: 4,
		IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 64 << 10}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// guarded looks at the address of each request.
type guarded struct {
	here bool
	next http.RoundTripper
}

// RoundTrip sends what may be sent, and bounds what comes back.
func (g *guarded) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme != "https" && !(g.here && ofThisMachine(r.URL.String())) {
		return nil, errors.New("openid: an address of the provider is not https")
	}
	res, err := g.next.RoundTrip(r)
	if err == nil {
		res.Body = http.MaxBytesReader(nil, res.Body, 1<<20)
	}
	return res, err
}

// reachable refuses the addresses that no provider has. It is asked after the name was resolved.
func reachable(address string, here bool) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	ip := ap.Addr().Unmap()
	if ip.IsLinkLocalUnicast() || ip.IsMulticast() || ip.IsUnspecified() || ip.IsLoopback() != here {
		return errors.New("openid: the provider leads to an address that is none of its own")
	}
	return nil
}

// ofThisMachine holds for addresses of the loopback.
func ofThisMachine(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
}

// checkIssuer says what is wrong with the address of a provider.
func checkIssuer(issuer string) error {
	u, err := url.Parse(issuer)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && !(u.Scheme == "http" && ofThisMachine(issuer)) {
		return fault.New(fault.Invalid, "openid.issuer", "发行方地址应为 https 地址，不含用户名与查询参数；只有本机可用 http，请更正").At("issuer")
	}
	return nil
}

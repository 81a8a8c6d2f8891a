package web_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/webtest"
)

// Who sends a large body that is refused before it was read gets the answer after all has been sent, as a
// browser asks for it, also where it is more than the route takes.
func TestRefusedBodiesAreTaken(t *testing.T) {
	r := web.Route{Method: "POST", Pattern: "/a", Public: true, JSON: true, Bearer: true, Limit: 4 << 20, Handler: func(c *web.Ctx) error {
		return fault.New(fault.Unavailable, "a.busy", "现在不收")
	}}
	s := webtest.Start(t, webtest.Config("x"), web.Module{Name: "a", Routes: []web.Route{r}})
	send := func(size int) (*http.Response, error) {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
		fmt.Fprintf(conn, "POST /a HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", strings.TrimPrefix(s.URL, "http://"), size)
		chunk := make([]byte, 1<<20)
		for sent := 0; sent < size; sent += len(chunk) {
			if _, err := conn.Write(chunk); err != nil {
				return nil, err
			}
		}
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			return nil, err
		}
		words, err := io.ReadAll(res.Body)
		if !strings.Contains(string(words), "现在不收") {
			t.Errorf("%d MB: %d %.200s", size>>20, res.StatusCode, words)
		}
		return res, err
	}
	for _, size := range []int{1 << 20, 3 << 20, 48 << 20} {
		if res, err := send(size); err != nil || res.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("%d MB: %v", size>>20, err)
		}
	}
}

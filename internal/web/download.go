package web

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Download answers with a file to be saved. It cannot run anything in the browser: its type
// is never guessed and its policy is an empty sandbox. The name may be Chinese.
func (c *Ctx) Download(name, kind string, content io.Reader) error {
	h := c.W.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Content-Disposition", disposition("attachment", name))
	c.W.WriteHeader(http.StatusOK)
	if c.R.Method == http.MethodHead {
		return nil
	}
	_, err := io.Copy(c.W, content)
	return err
}

// disposition writes the name as RFC 6266 wants it: an ASCII form for old clients, and the
// real one.
func disposition(how, name string) string {
	ascii := strings.Map(func(r rune) rune {
		if r < 0x20 || r > 0x7e || strings.ContainsRune(`"\/%;`, r) {
			return '_'
		}
		return r
	}, name)
	return how + `; filename="` + ascii + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}

// DownloadParts answers like Download, and with a part of the file where a part is asked for, so that
// a player can begin in the middle of a recording and a broken transfer goes on where it stopped.
func (c *Ctx) DownloadParts(name, kind string, content io.ReadSeeker) error {
	h := c.W.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Content-Disposition", disposition("attachment", name))
	http.ServeContent(c.W, c.R, "", time.Time{}, content)
	return nil
}

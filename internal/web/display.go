package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

const year = 365 * 24 * time.Hour

// readDisplay reads language, 大字版, contrast and shortcuts from the address (?lang=en,
// ?big=1, ?sharp=1, ?keys=0), which makes them stay, or from their cookies.
func (c *Ctx) readDisplay() {
	c.lang = Lang(c.setting("lang", "zh", "en"))
	c.Big = c.setting("big", "0", "1") == "1"
	c.Sharp = c.setting("sharp", "0", "1") == "1"
	c.NoKeys = c.setting("keys", "1", "0") == "0"
	if c.lang != EN {
		c.lang = ZH
	}
}

// Speak changes the language of the response, for programs that ask for one in another way.
func (c *Ctx) Speak(l Lang) { c.lang = l }

func (c *Ctx) setting(name, usual, other string) string {
	v := c.Query(name)
	if v != usual && v != other {
		return c.Cookie(name)
	}
	if v != c.Cookie(name) && !c.route.JSON {
		c.SetCookie(name, v, year)
	}
	return v
}

// Flash sets a message that the next page shows once. It travels in a signed cookie, so it
// says what was done and never repeats content.
func (c *Ctx) Flash(tone Tone, text string) {
	b, err := json.Marshal(Notice{Tone: tone, Text: text})
	if err != nil || len(b) > 1000 {
		return
	}
	body := base64.RawURLEncoding.EncodeToString(b)
	c.SetCookie("flash", body+"."+c.sign(body), 0)
}

func (c *Ctx) sign(body string) string {
	h := hmac.New(sha256.New, c.mux.cfg.Key)
	h.Write([]byte("flash\x00" + body))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

func (c *Ctx) takeFlash() *Notice {
	v := c.Cookie("flash")
	if v == "" || c.HX() {
		return nil
	}
	c.SetCookie("flash", "", -1)
	body, mac, _ := strings.Cut(v, ".")
	if !hmac.Equal([]byte(mac), []byte(c.sign(body))) {
		return nil
	}
	b, err := base64.RawURLEncoding.DecodeString(body)
	n := &Notice{}
	if err != nil || json.Unmarshal(b, n) != nil {
		return nil
	}
	return n
}

package web

import (
	"encoding/json"
	"strings"
)

// veil returns what masks the answer to the request, nil where nothing does.
func (c *Ctx) veil() func(string) string {
	if c.mux == nil || c.mux.cfg.Veil == nil {
		return nil
	}
	return c.mux.cfg.Veil(c)
}

// VeilRows masks the texts of a sheet that leaves the center.
func (c *Ctx) VeilRows(rows [][]any) [][]any {
	if f := c.veil(); f != nil {
		for _, row := range rows {
			for i, cell := range row {
				if s, ok := cell.(string); ok {
					row[i] = f(s)
				}
			}
		}
	}
	return rows
}

// veilPage masks the text of a page: what stands between its tags. Values of fields stay what they are, because the
// browser sends them back; so do addresses of links.
func (c *Ctx) veilPage(page string) string {
	f := c.veil()
	if f == nil {
		return page
	}
	var b strings.Builder
	b.Grow(len(page))
	for page != "" {
		text, rest, tagged := strings.Cut(page, "<")
		b.WriteString(f(text))
		if !tagged {
			break
		}
		tag := tagEnd(rest)
		b.WriteByte('<')
		b.WriteString(rest[:tag])
		page = rest[tag:]
		// What a field holds is its value.
		for _, name := range []string{"textarea", "script", "style"} {
			if !strings.HasPrefix(rest, name) {
				continue
			}
			if end := strings.Index(page, "</"+name); end >= 0 {
				b.WriteString(page[:end])
				page = page[end:]
			}
		}
	}
	return b.String()
}

// tagEnd is where the tag ends that a text begins with; a > within a quoted value does not end it.
func tagEnd(s string) int {
	quote := byte(0)
	for i := 0; i < len(s); i++ {
		switch {
		case quote != 0:
			if s[i] == quote {
				quote = 0
			}
		case s[i] == '"' || s[i] == '\'':
			quote = s[i]
		case s[i] == '>':
			return i + 1
		}
	}
	return len(s)
}

// VeilJSON masks the texts of an answer for programs. A text of digits alone that is longer than a telephone number is
// the number of a row and stays: programs call with it.
func (c *Ctx) VeilJSON(b []byte) []byte {
	f := c.veil()
	if f == nil {
		return b
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); {
		if b[i] != '"' {
			out = append(out, b[i])
			i++
			continue
		}
		end := i + 1
		for end < len(b) && b[end] != '"' {
			if b[end] == '\\' {
				end++
			}
			end++
		}
		end = min(end, len(b))
		text := string(b[i+1 : end])
		if !rowNumber(text) {
			text = veilString(f, text)
		}
		out = append(append(out, '"'), text...)
		i = end
		if i < len(b) {
			out = append(out, '"')
			i++
		}
	}
	return out
}

// veilString masks what stands between the quotes of a text; one with escapes is read and written anew.
func veilString(f func(string) string, raw string) string {
	if !strings.Contains(raw, `\`) {
		return f(raw)
	}
	var plain string
	if json.Unmarshal([]byte(`"`+raw+`"`), &plain) != nil {
		return raw // cannot be: it was written by the same package
	}
	masked := f(plain)
	if masked == plain {
		return raw
	}
	b, err := json.Marshal(masked)
	if err != nil {
		return ""
	}
	return string(b[1 : len(b)-1])
}

// rowNumber reports whether a text is nothing but the digits of a number of a row.
func rowNumber(s string) bool {
	return len(s) > 11 && strings.Trim(s, "0123456789") == ""
}
